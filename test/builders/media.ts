import { createExecutionContext, createMessageBatch, getQueueResult } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { handleQueue } from '../../workers/consumers/index.ts';
import type { Context } from '../../workers/context.ts';
import { media } from '../../workers/db/schema/catalog.ts';
import { outbox } from '../../workers/db/schema/orders.ts';
import type { QueueMessage } from '../../workers/domain/event.ts';
import type { Media } from '../../workers/media/schemas.ts';
import { uploadMedia } from '../../workers/media/upload-media.ts';
import { givenContext } from './context.ts';
import { givenPng } from './picture-file.ts';

/** An uploaded picture of a product, before its sizes are made. */
export async function givenUpload(productSlug: string, file?: Uint8Array<ArrayBuffer>): Promise<Media> {
  const bytes = file ?? (await givenPng());
  const uploaded = await uploadMedia(givenContext(), { productSlug, alt: 'From the front' }, async () => bytes);
  return uploaded.media;
}

/** What a table keeps of a picture, or null. */
export async function readMediaRow({ db }: Context, id: string) {
  return (await db.select().from(media).where(eq(media.id, id)))[0] ?? null;
}

/** Names of everything in MEDIA whose name begins so. */
export async function storedNames(prefix = ''): Promise<readonly string[]> {
  return (await env.MEDIA.list({ prefix })).objects.map(({ key }) => key).toSorted();
}

/** Announcements of a kind that hold `text`, oldest first. */
export async function announced(type: string, text = ''): Promise<readonly QueueMessage[]> {
  const rows = await givenContext().db.select({ eventId: outbox.id, event: outbox.event }).from(outbox);
  return rows
    .map(({ eventId, event }) => ({ ...(event as object), eventId }) as QueueMessage)
    .filter((message) => message.type === type && JSON.stringify(message).includes(text));
}

/** Gives a message to the shop's consumer, and tells whether it was taken. */
export async function consumed(body: QueueMessage, shop: Env = env): Promise<'taken' | 'again'> {
  const message = { id: crypto.randomUUID(), timestamp: new Date(), attempts: 1, body };
  const batch = createMessageBatch<QueueMessage>('haat-events', [message]);
  const execution = createExecutionContext();
  await handleQueue(batch, shop, (work) => execution.waitUntil(work));
  const { retryMessages } = await getQueueResult(batch, execution);
  return retryMessages.length > 0 ? 'again' : 'taken';
}
