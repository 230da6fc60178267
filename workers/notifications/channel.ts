/** A message to one person, ready to go. */
export interface Message {
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** The same message has the same key: a provider that knows it sends nothing again. */
  readonly idempotencyKey: string;
}

/** A way to reach people. `send` returns once the provider has taken the message over, and throws otherwise. */
export interface Channel {
  send(message: Message): Promise<void>;
}

/** A short one, to a phone in E.164. */
export type Sms = Pick<Message, 'to' | 'text' | 'idempotencyKey'>;

export interface SmsChannel {
  send(sms: Sms): Promise<void>;
}
