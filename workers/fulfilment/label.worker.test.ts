import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { givenContext } from '../../test/builders/context.ts';
import {
  countWrites,
  givenCarrier,
  givenMember,
  givenParcels,
  givenStrangers,
} from '../../test/builders/fulfilment.ts';
import { givenStaff } from '../../test/builders/staff.ts';
import { fulfilments, orderLines } from '../db/schema/orders.ts';
import { auditLog } from '../db/schema/system.ts';
import { labelFulfilment } from './label-fulfilment.ts';
import { refreshLabels } from './refresh-labels.ts';
import { shipFulfilment } from './ship-fulfilment.ts';
import { openPaper, PAPER_KINDS } from './store-papers.ts';

const ctx = givenContext();

async function textOf(stream: ReadableStream): Promise<string> {
  return await new Response(stream).text();
}

describe('a label', () => {
  test('books the parcel with what the carrier has to know, and is printed with its slip', async () => {
    const given = await givenParcels({ paymentMethod: 'cod', status: 'confirmed', linesPerSeller: 2 });
    const { carrier, bookings } = givenCarrier();
    const member = await givenMember(given.sellerId);
    await ctx.db.update(fulfilments).set({ status: 'packed' }).where(eq(fulfilments.id, given.id));
    await labelFulfilment(member, given.id, carrier);
    const booking = bookings.get(given.id);
    expect(booking).toMatchObject({
      ...{ orderNo: given.order.orderNo, codPaise: given.order.grandPaise, quantity: 4, weightGrams: 2000 },
      ...{ consignee: { name: 'Asha Rao', pincode: '560003' }, pickup: { pincode: '560001' } },
    });
    expect(await given.parcel()).toMatchObject({
      ...{ status: 'packed', carrier: 'delhivery', awb: booking?.awb, trackingUrl: booking?.trackingUrl },
      labelKey: `parcels/${given.id}/label.pdf`,
    });
    for (const kind of PAPER_KINDS) {
      const paper = await openPaper(member, given.id, kind);
      const text = await textOf(paper.body);
      expect(text.startsWith('%PDF-')).toBe(true);
      expect(text.length).toBeGreaterThan(2000);
      expect(paper.filename).toBe(`${kind}-${booking?.awb}.pdf`);
    }
    const audits = await ctx.db.select().from(auditLog).where(eq(auditLog.subject, given.id));
    expect(audits.map((row) => row.action)).toEqual(['fulfilment.label']);
  });

  test('whose reply was lost, asked for again and ten times at once, is one parcel at the carrier', async () => {
    const given = await givenPacked();
    const { carrier, bookings, state } = givenCarrier();
    state.isReplyLost = true;
    const staff = givenStaff();
    await expect(labelFulfilment(staff, given.id, carrier)).rejects.toMatchObject({ code: 'carrier_unavailable' });
    expect((await given.parcel()).awb).toBeNull();
    state.isReplyLost = false;
    await Promise.all(Array.from({ length: 10 }, () => labelFulfilment(staff, given.id, carrier)));
    expect(bookings.size).toBe(1);
    expect((await given.parcel()).awb).toBe(bookings.get(given.id)?.awb);
  });

  test('is made anew after a line was cancelled, and collects less', async () => {
    const given = await givenParcels({ paymentMethod: 'cod', status: 'confirmed', linesPerSeller: 2 });
    await ctx.db.update(fulfilments).set({ status: 'packed' }).where(eq(fulfilments.id, given.id));
    const { carrier, bookings } = givenCarrier();
    await labelFulfilment(givenStaff(), given.id, carrier);
    const before = bookings.get(given.id);
    const [line] = await ctx.db.select().from(orderLines).where(eq(orderLines.orderId, given.order.id));
    await ctx.db
      .update(orderLines)
      .set({ cancellationId: 'ccl_1' })
      .where(eq(orderLines.id, line?.id ?? ''));
    await refreshLabels(ctx, given.order.id, carrier);
    const after = bookings.get(given.id);
    expect(after).toMatchObject({
      awb: before?.awb,
      quantity: 2,
      codPaise: (before?.codPaise ?? 0) - (line?.paidPaise ?? 0),
    });
  });

  test('of an order that was cancelled while the carrier was asked keeps its number and is not printed', async () => {
    const given = await givenPacked();
    const { carrier } = givenCarrier();
    const slow = {
      ...carrier,
      book: async (parcel: Parameters<typeof carrier.book>[0]) => {
        await ctx.db.update(fulfilments).set({ status: 'cancelled' }).where(eq(fulfilments.id, given.id));
        return await carrier.book(parcel);
      },
    };
    await expect(labelFulfilment(givenStaff(), given.id, slow)).rejects.toMatchObject({ code: 'illegal_transition' });
    expect(await given.parcel()).toMatchObject({ awb: expect.stringMatching(/^AWB/), labelKey: null });
  });

  test('of a parcel of which a line is cancelled while the carrier is asked collects what is left', async () => {
    const given = await givenParcels({ paymentMethod: 'cod', status: 'confirmed', linesPerSeller: 2 });
    await ctx.db.update(fulfilments).set({ status: 'packed' }).where(eq(fulfilments.id, given.id));
    const [line] = await ctx.db.select().from(orderLines).where(eq(orderLines.orderId, given.order.id));
    const { carrier, bookings, state } = givenCarrier();
    const slow = {
      ...carrier,
      book: async (parcel: Parameters<typeof carrier.book>[0]) => {
        if (state.calls === 0) {
          const isTaken = eq(orderLines.id, line?.id ?? '');
          await ctx.db.update(orderLines).set({ cancellationId: 'ccl_1' }).where(isTaken);
          // The consumer of the cancellation finds no label that it would have to make anew.
          await refreshLabels(ctx, given.order.id, carrier);
        }
        return await carrier.book(parcel);
      },
    };
    await labelFulfilment(givenStaff(), given.id, slow);
    expect(bookings.get(given.id)).toMatchObject({
      ...{ quantity: 2, codPaise: given.order.grandPaise - (line?.paidPaise ?? 0) },
    });
    expect(await given.parcel()).toMatchObject({ status: 'packed', labelKey: `parcels/${given.id}/label.pdf` });
  });

  test('and a ship with another number at the same moment: the parcel has one number', async () => {
    const given = await givenPacked();
    const { carrier, bookings } = givenCarrier();
    const own = { carrier: 'own', awb: `OWN-${given.id.slice(-8)}` };
    await Promise.allSettled([
      labelFulfilment(givenStaff(), given.id, carrier),
      shipFulfilment(givenStaff(), given.id, own),
    ]);
    const { status, awb } = await given.parcel();
    expect([status, awb]).toEqual(
      status === 'shipped' ? ['shipped', own.awb] : ['packed', bookings.get(given.id)?.awb],
    );
  });

  test('is for packed parcels only, and for nobody else', async () => {
    const pending = await givenParcels();
    const packed = await givenPacked();
    const { carrier, state } = givenCarrier();
    const strangers = await givenStrangers();
    const before = await countWrites();
    await expect(labelFulfilment(givenStaff(), pending.id, carrier)).rejects.toMatchObject({
      ...{ code: 'illegal_transition', extra: { from: 'pending', event: 'label' } },
    });
    for (const { ctx: stranger, code, who } of strangers) {
      await expect(labelFulfilment(stranger, packed.id, carrier), who).rejects.toMatchObject({ code });
      await expect(openPaper(stranger, packed.id, 'label'), who).rejects.toMatchObject({ code });
    }
    await expect(openPaper(givenStaff(), packed.id, 'label')).rejects.toMatchObject({ code: 'not_found' });
    expect([await countWrites(), state.calls]).toEqual([before, 0]);
  });
});

async function givenPacked() {
  const given = await givenParcels();
  await ctx.db.update(fulfilments).set({ status: 'packed' }).where(eq(fulfilments.id, given.id));
  return given;
}
