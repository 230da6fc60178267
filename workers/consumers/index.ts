import { eraseAccount } from '../accounts/profile/erase-account.ts';
import { refreshProducts } from '../catalog/refresh-products.ts';
import { type Context, createContext } from '../context.ts';
import { markHandled } from '../db/outbox.ts';
import type { QueueMessage } from '../domain/event.ts';
import { refreshLabels } from '../fulfilment/refresh-labels.ts';
import { restockParcel } from '../fulfilment/restock-parcel.ts';
import { makePictures } from '../media/make-pictures.ts';
import { removePictureFiles } from '../media/remove-picture-files.ts';
import { sendOrderCancellation } from '../notifications/send-order-cancellation.ts';
import { sendOrderConfirmation } from '../notifications/send-order-confirmation.ts';
import { sendParcelUpdate } from '../notifications/send-parcel-update.ts';
import { releaseOrder } from '../orders/end-order.ts';
import { fulfilStock } from '../orders/fulfil-stock.ts';
import { issueCreditNotes } from '../orders/issue-credit-notes.ts';
import { issueInvoices } from '../orders/issue-invoices.ts';
import { releaseCancelled } from '../orders/release-cancelled.ts';
import { releaseRefusedHold } from '../payments/late-hold.ts';
import { sendRefund } from '../payments/send-refund.ts';
import { countStock } from '../stock/count-stock.ts';
import { projectStock } from '../stock/project-stock.ts';
import { keepDeadLetters } from './keep-dead-letters.ts';

const RETRY_SECONDS = [5, 30, 120, 600];
/** 'haat-events-dead', and whatever an environment calls its own. */
const DEAD_QUEUE = /-dead$/;

/**
 * One message, one or two verbs. Each verb is idempotent, so a message that comes twice changes nothing; one that fails
 * is tried again by itself and goes to the dead-letter queue at last. Its neighbours do not notice.
 */
export async function handleQueue(batch: MessageBatch<QueueMessage>, env: Env, later: Context['later']): Promise<void> {
  const ctx = createContext({ env, actor: { kind: 'system', name: 'consumer' }, later });
  if (DEAD_QUEUE.test(batch.queue)) return await keepDeadLetters(ctx, batch.messages);
  const isStock = ({ body }: Message<QueueMessage>) => body.type === 'stock.changed';
  const stock = batch.messages.filter(isStock);
  const outcomes = await Promise.all([
    attempt(ctx, stock, () =>
      projectStock(
        ctx,
        stock.flatMap(({ body }) => (body.type === 'stock.changed' ? [body] : [])),
      ),
    ),
    ...batch.messages
      .filter((message) => !isStock(message))
      .map((message) => attempt(ctx, [message], () => consume(ctx, message.body))),
  ]);
  const done = outcomes.flat();
  await markHandled(
    ctx,
    done.flatMap(({ body }) => (body.type === 'stock.changed' ? [] : [body.eventId])),
  );
  for (const message of done) message.ack();
}

async function consume(ctx: Context, message: QueueMessage): Promise<void> {
  switch (message.type) {
    case 'order.placed':
      await fulfilStock(ctx, message.orderId);
      return await issueInvoices(ctx, message.orderId);
    case 'order.expired':
      return await releaseOrder(ctx, message.orderId);
    case 'order.cancelled':
      await releaseOrder(ctx, message.orderId);
      return await releaseRefusedHold(ctx, message.orderId);
    case 'order.lines_cancelled':
      await releaseCancelled(ctx, message.orderId, message.cancellationId);
      await issueCreditNotes(ctx, message.orderId);
      await sendOrderCancellation(ctx, message.cancellationId);
      return await refreshLabels(ctx, message.orderId);
    case 'order.invoiced':
      return await sendOrderConfirmation(ctx, message.orderId);
    case 'refund.due':
      return await sendRefund(ctx, message.refundId);
    case 'parcel.shipped':
    case 'parcel.delivered':
      return await sendParcelUpdate(ctx, message.fulfilmentId, message.type);
    case 'parcel.came_back':
      await restockParcel(ctx, message.orderId, message.fulfilmentId);
      return await issueCreditNotes(ctx, message.orderId);
    case 'account.deleted':
      return await eraseAccount(ctx, message.userId);
    case 'media.uploaded':
      return await makePictures(ctx, message.mediaId);
    case 'media.removed':
      return await removePictureFiles(ctx, message);
    case 'product.changed':
      return await refreshProducts(ctx, [message.productId]);
    case 'stock.counted':
      await countStock(ctx, message, message.eventId);
      return;
    case 'stock.changed':
      return await projectStock(ctx, [message]);
    default:
      // Of a newer or older version of the shop, or nobody's: it goes to the dead letters at last.
      throw new Error(`no consumer for ${JSON.stringify(message).slice(0, 200)}`);
  }
}

/** The messages whose work is done; the others are tried again, each by itself. */
async function attempt(
  ctx: Context,
  messages: readonly Message<QueueMessage>[],
  work: () => Promise<void>,
): Promise<readonly Message<QueueMessage>[]> {
  if (messages.length === 0) return [];
  try {
    await work();
    return messages;
  } catch (error) {
    ctx.log.error('consumer failed', { type: messages[0]?.body.type, error });
    for (const message of messages) {
      message.retry({ delaySeconds: retrySeconds(ctx.env, message.attempts) });
    }
    return [];
  }
}

function retrySeconds({ EVENT_RETRY_SECONDS }: Env, attempts: number): number {
  if (EVENT_RETRY_SECONDS !== undefined) return Number(EVENT_RETRY_SECONDS);
  return RETRY_SECONDS[Math.min(attempts, RETRY_SECONDS.length) - 1] ?? 5;
}
