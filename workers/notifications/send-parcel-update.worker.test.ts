import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { givenContext } from '../../test/builders/context.ts';
import { givenParcels } from '../../test/builders/fulfilment.ts';
import { givenStaff } from '../../test/builders/staff.ts';
import { notifications } from '../db/schema/orders.ts';
import { formatRupees } from '../domain/money.ts';
import type { Channel, Message } from './channel.ts';
import { sendParcelUpdate } from './send-parcel-update.ts';

const ctx = givenContext();

/** A provider that keeps what it gets, and takes its time. */
function givenProvider() {
  const messages: Message[] = [];
  const channel: Channel = {
    async send(message) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      messages.push(message);
    },
  };
  return { messages, channel };
}

test('a parcel that leaves and arrives is one mail each, however often it is announced', async () => {
  const given = await givenParcels({ paymentMethod: 'cod', status: 'confirmed', parcelStatus: 'shipped' });
  const { messages, channel } = givenProvider();
  await Promise.allSettled([1, 2, 3].map(() => sendParcelUpdate(ctx, given.id, 'parcel.shipped', channel)));
  await sendParcelUpdate(ctx, given.id, 'parcel.shipped', channel);
  await sendParcelUpdate(ctx, given.id, 'parcel.delivered', channel);
  await sendParcelUpdate(ctx, given.id, 'parcel.delivered', channel);
  const [shipped, delivered, ...more] = messages;
  expect(more).toEqual([]);
  expect(shipped).toMatchObject({
    ...{ to: 'asha@haat.test', idempotencyKey: `parcel.shipped:${given.id}:email` },
    subject: `A parcel of your Haat order ${given.order.orderNo} is on its way`,
  });
  expect(shipped?.text).toContain((await given.parcel()).awb);
  expect(shipped?.text).toContain(formatRupees(given.order.grandPaise));
  expect(delivered?.idempotencyKey).toBe(`parcel.delivered:${given.id}:email`);
  const rows = await ctx.db
    .select()
    .from(notifications)
    .where(eq(notifications.dedupeKey, `parcel.shipped:${given.id}:email`));
  expect(rows).toMatchObject([{ status: 'sent' }]);
});

test('only the shop itself sends it, and only of a parcel that exists', async () => {
  const { messages, channel } = givenProvider();
  await sendParcelUpdate(ctx, 'ful_none', 'parcel.shipped', channel);
  await expect(sendParcelUpdate(givenStaff(), 'ful_none', 'parcel.shipped', channel)).rejects.toMatchObject({
    code: 'forbidden',
  });
  expect(messages).toEqual([]);
});
