import { randomUUID } from 'node:crypto';
import type { Collection, Journal } from '../journal.ts';

/** What goes wrong on the way to the shop, on purpose. */
export interface Switches {
  readonly delayMs: number;
  /** How often every webhook is sent, at once. */
  readonly repeat: number;
  /** Webhooks of one second are sent newest first. */
  readonly reorder: boolean;
  /** Webhooks are not sent at all, until somebody sends them again by hand. */
  readonly lose: boolean;
}

export interface Webhook {
  readonly eventId: string;
  readonly eventType: string;
  readonly payload: string;
}

/** An endpoint of the shop: where webhooks go, for which types it is registered, and how they are signed. */
export interface WebhookTarget {
  readonly url: string;
  readonly types: ReadonlySet<string>;
  headersOf(webhook: Webhook): Readonly<Record<string, string>>;
}

export interface Delivery extends Webhook {
  readonly id: string;
  /** The name of its target: 'stripe'. */
  readonly target: string;
  readonly createdAt: number;
  readonly attempts: number;
  readonly status: 'waiting' | 'delivered' | 'lost' | 'failed';
  /** 'HTTP 200', or why there was no answer. */
  readonly lastAnswer: string;
}

export const NO_TROUBLE: Switches = { delayMs: 0, repeat: 1, reorder: false, lose: false };

const REORDER_WINDOW_MS = 1000;
const ANSWER_TIMEOUT_MS = 10_000;
const RETRY_SECONDS = [1, 2, 4, 8, 15, 30, 60, 60, 60, 60, 60, 60];

/**
 * Sends signed webhooks to the endpoints of the shop, again after every answer that is not 2xx. One set of switches
 * holds for all of them. What was not delivered survives a restart.
 */
export class WebhookSender {
  readonly #deliveries: Collection<Delivery>;
  readonly #settings: Collection<Switches>;
  readonly #targets: Readonly<Record<string, WebhookTarget>>;
  readonly #timers = new Set<NodeJS.Timeout>();
  #held: Delivery[] = [];
  #isStopped = false;

  constructor(journal: Journal, targets: Readonly<Record<string, WebhookTarget>>) {
    this.#deliveries = journal.collection('webhook');
    this.#settings = journal.collection('switches');
    this.#targets = targets;
  }

  get switches(): Switches {
    return this.#settings.get('all') ?? NO_TROUBLE;
  }

  set switches(switches: Switches) {
    this.#settings.put('all', switches);
  }

  send(target: string, webhook: Webhook): void {
    if (this.#targets[target]?.types.has(webhook.eventType) !== true) return;
    const { delayMs, repeat, reorder, lose } = this.switches;
    for (let copy = 0; copy < repeat; copy++) {
      const delivery = this.#put({
        ...webhook,
        id: randomUUID(),
        target,
        createdAt: Date.now(),
        attempts: 0,
        status: lose ? 'lost' : 'waiting',
        lastAnswer: '',
      });
      if (lose) continue;
      if (reorder) this.#hold(delivery, delayMs);
      else this.#after(delayMs, () => this.#attempt(delivery));
    }
  }

  /** By hand: now, and without any trouble. */
  resend(deliveryId: string): boolean {
    const delivery = this.#deliveries.get(deliveryId);
    if (delivery === undefined) return false;
    const again = this.#put({ ...delivery, status: 'waiting', attempts: 0 });
    this.#after(0, () => this.#attempt(again));
    return true;
  }

  /** After a start: what the last process still owed. */
  resume(): void {
    const owed = this.#deliveries.newest().filter((delivery) => delivery.status === 'waiting');
    for (const delivery of owed.reverse()) this.#after(0, () => this.#attempt(delivery));
  }

  /** Newest first. */
  list(limit: number): Delivery[] {
    return this.#deliveries.newest().slice(0, limit);
  }

  stop(): void {
    this.#isStopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #hold(delivery: Delivery, delayMs: number): void {
    this.#held.push(delivery);
    if (this.#held.length > 1) return;
    this.#after(delayMs + REORDER_WINDOW_MS, async () => {
      const turned = this.#held.reverse();
      this.#held = [];
      for (const each of turned) await this.#attempt(each);
    });
  }

  async #attempt(delivery: Delivery): Promise<void> {
    const { isAccepted, lastAnswer } = await this.#post(delivery);
    // A process that stops leaves the delivery waiting, for the next one.
    if (this.#isStopped) return;
    const attempts = delivery.attempts + 1;
    const retrySeconds = RETRY_SECONDS[delivery.attempts];
    const status = isAccepted ? 'delivered' : retrySeconds === undefined ? 'failed' : 'waiting';
    const tried = this.#put({ ...delivery, attempts, lastAnswer, status });
    if (status === 'waiting') this.#after((retrySeconds ?? 0) * 1000, () => this.#attempt(tried));
  }

  async #post(delivery: Delivery): Promise<{ isAccepted: boolean; lastAnswer: string }> {
    const target = this.#targets[delivery.target];
    if (target === undefined) return { isAccepted: false, lastAnswer: `there is no target ${delivery.target}` };
    try {
      const answer = await fetch(target.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'user-agent': 'Haat-Sandbox/1.0',
          ...target.headersOf(delivery),
        },
        body: delivery.payload,
        signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
      });
      await answer.arrayBuffer();
      return { isAccepted: answer.ok, lastAnswer: `HTTP ${answer.status}` };
    } catch (error) {
      return { isAccepted: false, lastAnswer: String(error) };
    }
  }

  #put(delivery: Delivery): Delivery {
    this.#deliveries.put(delivery.id, delivery);
    return delivery;
  }

  #after(delayMs: number, work: () => Promise<void>): void {
    if (this.#isStopped) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void work();
    }, delayMs);
    this.#timers.add(timer);
  }
}
