import { projectProducts } from '../catalog/project-product.ts';
import { projectStock } from '../catalog/project-stock.ts';
import { type Context, createContext } from '../context.ts';
import { markHandled } from '../db/outbox.ts';
import type { QueueMessage } from '../domain/event.ts';
import { sendOrderConfirmation } from '../notifications/send-order-confirmation.ts';
import { releaseOrder } from '../orders/end-order.ts';
import { fulfilStock } from '../orders/fulfil-stock.ts';
import { issueInvoices } from '../orders/issue-invoices.ts';
import { refundPayment } from '../payments/refund-payment.ts';

const RETRY_SECONDS = [5, 30, 120, 600];

/**
 * One message, one or two verbs. Each verb is idempotent, so a message that comes twice changes nothing; one that fails
 * is tried again by itself and goes to the dead-letter queue at last. Its neighbours do not notice.
 */
export async function handleQueue(batch: MessageBatch<QueueMessage>, env: Env, later: Context['later']): Promise<void> {
  const ctx = createContext({ env, actor: { kind: 'system', name: 'consumer' }, later });
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
    case 'order.cancelled':
      return await releaseOrder(ctx, message.orderId);
    case 'order.invoiced':
      return await sendOrderConfirmation(ctx, message.orderId);
    case 'payment.refund_due':
      return await refundPayment(ctx, message.paymentId);
    case 'product.changed':
      return await projectProducts(ctx, [message.productId]);
    case 'stock.changed':
      return await projectStock(ctx, [message]);
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
    ctx.log.error('consumer failed', { type: messages[0]?.body.type, error: String(error) });
    for (const message of messages) {
      message.retry({ delaySeconds: RETRY_SECONDS[Math.min(message.attempts, RETRY_SECONDS.length) - 1] ?? 5 });
    }
    return [];
  }
}
