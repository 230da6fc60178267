import { randomUUID } from 'node:crypto';
import type { Collection, Journal } from '../journal.ts';

export interface StoredMessage {
  readonly id: string;
  readonly channel: 'email' | 'sms';
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  /** Null for an SMS. */
  readonly html: string | null;
  readonly text: string;
  readonly receivedAt: number;
}

export type NewMessage = Omit<StoredMessage, 'id' | 'receivedAt'>;

/** What the shop has sent. A message with a known key is the same message: it is stored once. */
export class MailBox {
  readonly #messages: Collection<StoredMessage>;
  readonly #idByKey: Collection<string>;

  constructor(journal: Journal) {
    this.#messages = journal.collection('message');
    this.#idByKey = journal.collection('message-key');
  }

  store(message: NewMessage, idempotencyKey: string | undefined): StoredMessage {
    const key = idempotencyKey === undefined ? undefined : `${message.channel}:${idempotencyKey}`;
    const known = this.#messages.get((key && this.#idByKey.get(key)) ?? '');
    if (known !== undefined) return known;
    const stored = { id: `msg_${randomUUID()}`, ...message, receivedAt: Date.now() };
    this.#messages.put(stored.id, stored);
    if (key !== undefined) this.#idByKey.put(key, stored.id);
    return stored;
  }

  find(id: string): StoredMessage | undefined {
    return this.#messages.get(id);
  }

  /** Newest first. */
  list(limit: number): StoredMessage[] {
    return this.#messages.newest().slice(0, limit);
  }
}
