import { env } from 'cloudflare:workers';
import type { OwnerKey } from '../../workers/context.ts';
import { openDb } from '../../workers/db/client.ts';
import { insertMany } from '../../workers/db/insert-many.ts';
import { sellers } from '../../workers/db/schema/catalog.ts';
import { fulfilments, orderLines, orders } from '../../workers/db/schema/orders.ts';
import { COD_FEE_PAISE, SHIPPING } from '../../workers/domain/delivery.ts';
import type { OrderStatus } from '../../workers/domain/order.ts';
import type { PaymentMethod } from '../../workers/domain/payment.ts';
import { quote } from '../../workers/domain/price.ts';
import { givenContext } from './context.ts';

export interface GivenSupplier {
  readonly id: string;
  readonly gstin: string;
  readonly stateCode: string;
}

/** A seller with a GSTIN of its own. The digits tell sellers of one test apart. */
export async function givenSupplier(digits: string, stateCode = '29'): Promise<GivenSupplier> {
  const supplier = { id: givenContext().newId('seller'), gstin: `${stateCode}AAACK${digits}F1Z5`, stateCode };
  await openDb(env.DB)
    .insert(sellers)
    .values({
      ...supplier,
      slug: supplier.id,
      name: `Shop ${digits}`,
      legalName: `Shop ${digits} Private Limited`,
      pincode: '560001',
      address: '12 MG Road, Bengaluru',
    });
  return supplier;
}

export interface GivenPlacedOrder {
  readonly status?: OrderStatus;
  readonly ownerKey?: OwnerKey;
  readonly paymentMethod?: PaymentMethod;
  readonly email?: string;
  readonly title?: string;
  readonly linesPerSeller?: number;
}

/** The rows of an order as checkout leaves them, delivered in Karnataka, without its stock. Returns its id and number. */
export async function givenPlacedOrder(
  suppliers: readonly GivenSupplier[],
  {
    status = 'paid',
    paymentMethod = 'stripe',
    title = 'Cotton kurta',
    linesPerSeller = 1,
    ...rest
  }: GivenPlacedOrder = {},
) {
  const ctx = givenContext();
  const id = ctx.newId('order');
  const orderNo = `HT${id.slice(-10)}`;
  const offers = suppliers.flatMap((supplier) => Array.from({ length: linesPerSeller }, () => supplier));
  const quoteInput = {
    lines: offers.map((supplier, index) => ({
      sku: `${orderNo}-${index}`,
      sellerId: supplier.id,
      sellerStateCode: supplier.stateCode,
      quantity: 2,
      mrpPaise: 149_900,
      pricePaise: 99_900 + index,
      gstRule: { kind: 'flat' as const, bps: 500 },
    })),
    discounts: [],
    shipping: SHIPPING,
    codFeePaise: paymentMethod === 'cod' ? COD_FEE_PAISE : 0,
    deliveryStateCode: '29',
  };
  const quoted = quote(quoteInput);
  const parcels = new Map(
    suppliers.map((supplier) => [
      supplier.id,
      { id: ctx.newId('fulfilment'), orderId: id, sellerId: supplier.id, promisedOn: '2026-11-28' },
    ]),
  );
  const lines = quoted.lines.map(({ sellerId, promotionPaise, couponPaise, ...line }, position) => ({
    id: ctx.newId('orderLine'),
    orderId: id,
    fulfilmentId: parcels.get(sellerId)?.id ?? '',
    position,
    sku: line.sku,
    productId: 'prd_1',
    productSlug: 'kurta',
    title,
    variantLabel: 'Size M',
    hsn: '6204',
    quantity: line.quantity,
    mrpPaise: line.mrpPaise,
    pricePaise: line.pricePaise,
    discountPaise: promotionPaise + couponPaise,
    grossPaise: line.grossPaise,
    paidPaise: line.paidPaise,
    gstBps: line.gstBps,
    taxablePaise: line.taxablePaise,
    cgstPaise: line.cgstPaise,
    sgstPaise: line.sgstPaise,
    igstPaise: line.igstPaise,
  }));
  const order = {
    id,
    orderNo,
    ownerKey: rest.ownerKey ?? (`guest:${ctx.newId('guest')}` as const),
    cartVersion: null,
    email: rest.email ?? 'asha@haat.test',
    address: {
      name: 'Asha Rao',
      phone: '9876543210',
      line: '4 Temple Street, Malleswaram',
      landmark: '',
      pincode: '560003',
      district: 'Bengaluru Urban',
      stateCode: '29',
    },
    status,
    paymentMethod,
    grandPaise: quoted.totals.grandPaise,
    quoteInput,
    quote: quoted,
    createdAt: ctx.now,
  };
  await ctx.db.batch([
    ctx.db.insert(orders).values(order),
    insertMany(ctx.db, fulfilments, [...parcels.values()]),
    insertMany(ctx.db, orderLines, lines),
  ]);
  return order;
}
