import { createHmac } from 'node:crypto';
import type { Collection, Journal } from '../journal.ts';
import { newId, type StripeEvent, unixNow } from './objects.ts';

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

export interface Delivery {
  readonly id: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly payload: string;
  readonly createdAt: number;
  readonly attempts: number;
  readonly status: 'waiting' | 'delivered' | 'lost' | 'failed';
  /** 'HTTP 200', or why there was no answer. */
  readonly lastAnswer: string;
}

export const NO_TROUBLE: Switches = { delayMs: 0, repeat: 1, reorder: false, lose: false };

/** The shop's endpoint is registered for these. */
const SENT_TYPES = new Set([
  'payment_intent.succeeded',
  'payment_intent.payment_failed',
  'payment_intent.requires_action',
  'payment_intent.canceled',
  'charge.succeeded',
  'charge.refunded',
]);

const REORDER_WINDOW_MS = 1000;
const ANSWER_TIMEOUT_MS = 10_000;
const RETRY_SECONDS = [1, 2, 4, 8, 15, 30, 60, 60, 60, 60, 60, 60];

/** Sends signed webhooks, again after every answer that is not 2xx. What was not delivered survives a restart. */
export class WebhookSender {
  readonly #deliveries: Collection<Delivery>;
  readonly #settings: Collection<Switches>;
  readonly #target: { readonly url: string; readonly secret: string };
  readonly #timers = new Set<NodeJS.Timeout>();
  #held: Delivery[] = [];
  #isStopped = false;

  constructor(journal: Journal, target: { readonly url: string; readonly secret: string }) {
    this.#deliveries = journal.collection('delivery');
    this.#settings = journal.collection('switches');
    this.#target = target;
  }

  get switches(): Switches {
    return this.#settings.get('stripe') ?? NO_TROUBLE;
  }

  set switches(switches: Switches) {
    this.#settings.put('stripe', switches);
  }

  send(event: StripeEvent): void {
    if (!SENT_TYPES.has(event.type)) return;
    const { delayMs, repeat, reorder, lose } = this.switches;
    for (let copy = 0; copy < repeat; copy++) {
      const delivery = this.#put({
        id: newId('req'),
        eventId: event.id,
        eventType: event.type,
        payload: JSON.stringify(event),
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
    const { isAccepted, lastAnswer } = await this.#post(delivery.payload);
    // A process that stops leaves the delivery waiting, for the next one.
    if (this.#isStopped) return;
    const attempts = delivery.attempts + 1;
    const retrySeconds = RETRY_SECONDS[delivery.attempts];
    const status = isAccepted ? 'delivered' : retrySeconds === undefined ? 'failed' : 'waiting';
    const tried = this.#put({ ...delivery, attempts, lastAnswer, status });
    if (status === 'waiting') this.#after((retrySeconds ?? 0) * 1000, () => this.#attempt(tried));
  }

  async #post(payload: string): Promise<{ isAccepted: boolean; lastAnswer: string }> {
    try {
      const answer = await fetch(this.#target.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'stripe-signature': sign(payload, this.#target.secret, unixNow()),
          'user-agent': 'Haat-Sandbox/1.0',
        },
        body: payload,
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

/** Stripe's scheme v1: HMAC-SHA256 of '<unix time>.<raw body>', hex. https://docs.stripe.com/webhooks/signature */
export function sign(payload: string, secret: string, unixTime: number): string {
  const signature = createHmac('sha256', secret).update(`${unixTime}.${payload}`).digest('hex');
  return `t=${unixTime},v1=${signature}`;
}
