import { type Context, createContext } from '../context.ts';
import type { QueueMessage } from '../domain/event.ts';
import { issueInvoices } from '../orders/issue-invoices.ts';
import { releaseOrder } from '../orders/end-order.ts';
import { fulfilStock } from '../orders/fulfil-stock.ts';
import { sendOrderConfirmation } from '../notifications/send-order-confirmation.ts';
import { refundPayment } from '../payments/refund-payment.ts';
import { projectProducts } from '../catalog/project-product.ts';
import { projectStock } from '../catalog/project-stock.ts';

const RETRY_SECONDS = [5, 30, 120, 600];

/**
 * One message, one or two verbs. Each verb is idempotent, so a message that comes twice changes nothing; one that fails
 * is tried again by itself and goes to the dead-letter queue at last. Its neighbours do not notice.
 */
export async function handleQueue(batch: MessageBatch<QueueMessage>, env: Env, later: Context['later']): Promise<void> {
  const ctx = createContext({ env, actor: { kind: 'system', name: 'consumer' }, later });
  const stock = batch.messages.filter((message) => message.body.type === 'stock.changed');
  const rest = batch.messages.filter((message) => message.body.type !== 'stock.changed');
  await Promise.all([
    settleMessages(ctx, stock, () =>
      projectStock(
        ctx,
        stock.flatMap(({ body }) => (body.type === 'stock.changed' ? [body] : [])),
      ),
    ),
    ...rest.map((message) => settleMessages(ctx, [message], () => consume(ctx, message.body))),
  ]);
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

async function settleMessages(
  ctx: Context,
  messages: readonly Message<QueueMessage>[],
  work: () => Promise<void>,
): Promise<void> {
  if (messages.length === 0) return;
  try {
    await work();
    for (const message of messages) message.ack();
  } catch (error) {
    ctx.log.error('consumer failed', { type: messages[0]?.body.type, error: String(error) });
    for (const message of messages) {
      message.retry({ delaySeconds: RETRY_SECONDS[Math.min(message.attempts, RETRY_SECONDS.length) - 1] ?? 5 });
    }
  }
}
