import { cartOf } from '../../cart/cart-of.ts';
import type { Context } from '../../context.ts';
import { STATES } from '../../domain/gst.ts';
import { totalsOfAnyAge } from '../../domain/price.ts';
import { iso, isoOrNull } from '../../http/iso.ts';
import { AppError } from '../../http/problem.ts';
import type { CartContents } from '../../objects/cart-contents.ts';
import { creditNoteUrl, invoiceUrl } from '../../orders/invoice-link.ts';
import { requireFreshProof } from '../factors/require-fresh-proof.ts';
import { presentAddress } from './address-book.ts';
import { type AccountFacts, gatherAccount, gatherOrders, type OrderFacts } from './gather-personal-data.ts';
import type { PersonalData } from './personal-data-schemas.ts';

const LINK_SECONDS = 7 * 86_400;

/**
 * Everything that the shop holds of whoever asks, for them to keep. Without what only machines use: hashes of secrets,
 * tokens, and the raw messages of gateways. Throws what `requireFreshProof` throws.
 */
export async function downloadPersonalData(ctx: Context): Promise<PersonalData> {
  const { userId } = await requireFreshProof(ctx);
  const [account, found, cart] = await Promise.all([
    gatherAccount(ctx, userId),
    gatherOrders(ctx, `user:${userId}`),
    cartOf(ctx).read(),
  ]);
  return {
    generatedAt: iso(ctx.now),
    ...accountData(account),
    ...cartData(cart),
    wishlist: account.wishes.map(({ sku, addedAt }) => ({ sku, addedAt: iso(addedAt) })),
    orders: await ordersData(ctx, found),
    olderOrders: found.total - found.orders.length,
    messages: found.messages.map(({ channel, recipient, subject, status, createdAt }) => ({
      ...{ channel, to: recipient, subject, status, at: iso(createdAt) },
    })),
  };
}

function cartData({ entries, saved, couponCode }: CartContents) {
  const items = (lines: CartContents['entries']) => lines.map(({ sku, quantity }) => ({ sku, quantity }));
  return { cart: items(entries), savedForLater: items(saved), coupon: couponCode };
}

function accountData({ user, devices, authenticator, codesLeft, ...found }: AccountFacts) {
  if (user === undefined) throw new AppError('account_closed', 'This account has been deleted.');
  const { id, name, email, phone, locale, preferences, role, permissions, hasPassword, createdAt } = user;
  return {
    profile: {
      ...{ id, name, email, phone, locale, preferences, role, permissions: [...permissions] },
      ...{ hasPassword: hasPassword === 1, createdAt: iso(createdAt) },
    },
    addresses: found.addresses.map((row) => {
      const { id: _id, ...address } = presentAddress(row);
      return address;
    }),
    devices: devices.map(({ device, method, createdAt: signedInAt, lastUsedAt, revokedAt }) => ({
      ...{ device, method, signedInAt: iso(signedInAt), lastUsedAt: iso(lastUsedAt), endedAt: isoOrNull(revokedAt) },
    })),
    passkeys: found.passkeys.map((row) => ({
      ...{ name: row.name, createdAt: iso(row.createdAt), lastUsedAt: isoOrNull(row.lastUsedAt) },
    })),
    authenticator:
      authenticator === undefined || authenticator.confirmedAt === null
        ? null
        : { since: iso(authenticator.confirmedAt), recoveryCodesLeft: codesLeft },
    linkedAccounts: found.linked.map(({ provider, subject, createdAt: linkedAt }) => ({
      ...{ provider, subject, linkedAt: iso(linkedAt) },
    })),
    seller: found.member ?? null,
  };
}

type OrderData = PersonalData['orders'][number];

async function ordersData(ctx: Context, found: OrderFacts): Promise<OrderData[]> {
  const of = <Row extends { readonly orderId: string }>(rows: readonly Row[]) => {
    const byOrder = Map.groupBy(rows, (row) => row.orderId);
    return (orderId: string) => byOrder.get(orderId) ?? [];
  };
  const parcels = of(found.parcels.map(({ parcel, seller }) => ({ ...parcel, seller })));
  const [lines, paid, refunded] = [of(found.lines), of(found.payments), of(found.refunds)];
  const [cancelled, log, documents] = [of(found.cancellations), of(found.log), of(await documentsData(ctx, found))];
  return found.orders.map((order) => ({
    ...headData(order),
    lines: lines(order.id).map(lineData),
    parcels: parcels(order.id).map(parcelData),
    documents: documents(order.id).map(({ orderId: _orderId, ...document }) => document),
    payments: paid(order.id).map(paymentData),
    refunds: refunded(order.id).map(({ amountPaise, status, reason, utr, createdAt }) => ({
      ...{ amountPaise, status, reason, utr, createdAt: iso(createdAt) },
    })),
    cancellations: cancelled(order.id).map(({ amountPaise, reason, createdAt }) => ({
      ...{ amountPaise, reason, createdAt: iso(createdAt) },
    })),
    history: log(order.id).map(({ machine, toStatus, at }) => ({ of: machine, status: toStatus, at: iso(at) })),
  }));
}

function headData({ orderNo, status, createdAt, email, address, paymentMethod, quote }: OrderFacts['orders'][number]) {
  const { stateCode, ...place } = address;
  return {
    ...{ orderNo, status, createdAt: iso(createdAt), email, paymentMethod, totals: totalsOfAnyAge(quote) },
    address: { ...place, state: STATES[stateCode] ?? stateCode },
  };
}

function lineData(line: OrderFacts['lines'][number]): OrderData['lines'][number] {
  const { sku, title, variantLabel, quantity, pricePaise, paidPaise, cancellationId } = line;
  return { sku, title, variantLabel, quantity, pricePaise, paidPaise, isCancelled: cancellationId !== null };
}

function parcelData(parcel: OrderFacts['parcels'][number]['parcel'] & { readonly seller: string }) {
  const { seller, status, promisedOn, carrier, awb, trackingUrl, shippedAt, deliveredAt } = parcel;
  return {
    ...{ seller, status, promisedOn, carrier, awb, trackingUrl },
    ...{ shippedAt: isoOrNull(shippedAt), deliveredAt: isoOrNull(deliveredAt) },
  };
}

function paymentData(payment: OrderFacts['payments'][number]): OrderData['payments'][number] {
  const { gateway, gatewayRef, captureRef, method, status, amountPaise, capturedPaise, createdAt } = payment;
  const reference = captureRef ?? gatewayRef;
  return { gateway, reference, method, status, amountPaise, capturedPaise, createdAt: iso(createdAt) };
}

async function documentsData(ctx: Context, { invoices, creditNotes }: OrderFacts) {
  const drawn = async (key: string | null, link: Promise<string>) => (key === null ? null : await link);
  return await Promise.all([
    ...invoices.map(async ({ id, orderId, invoiceNo, issuedAt, documentKey }) => ({
      ...{ orderId, kind: 'invoice' as const, documentNo: invoiceNo, issuedAt: iso(issuedAt) },
      url: await drawn(documentKey, invoiceUrl(ctx, id, LINK_SECONDS)),
    })),
    ...creditNotes.map(async ({ id, orderId, creditNoteNo, issuedAt, documentKey }) => ({
      ...{ orderId, kind: 'credit_note' as const, documentNo: creditNoteNo, issuedAt: iso(issuedAt) },
      url: await drawn(documentKey, creditNoteUrl(ctx, id, LINK_SECONDS)),
    })),
  ]);
}
