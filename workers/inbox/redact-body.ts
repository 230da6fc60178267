/**
 * What stays of a gateway's or a carrier's message when its person is forgotten: which payment or parcel, what happened,
 * when and for how much. A list of what stays, since nobody can list what senders add next year.
 */
const KEPT = new Set([
  ...['id', 'entity', 'object', 'type', 'event', 'account_id', 'api_version', 'livemode', 'created', 'created_at'],
  ...['contains', 'currency', 'status', 'captured', 'refunded', 'paid', 'refund_status', 'method', 'fee', 'tax'],
  ...['amount', 'amount_received', 'amount_capturable', 'amount_captured', 'amount_refunded', 'amount_paid'],
  ...[
    'order_id',
    'payment_id',
    'payment_intent',
    'charge',
    'latest_charge',
    'receipt',
    'reason',
    'reason_code',
    'phase',
  ],
  // Ours, in the notes of Razorpay and the metadata of Stripe.
  ...['orderId', 'orderNo', 'paymentId', 'refundId'],
  // Delhivery's.
  ...['AWB', 'NSLCode', 'ReferenceNo', 'Status', 'StatusType', 'StatusDateTime'],
]);

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The same again is the same, and what the shop reads of a body it reads of the redacted one too. */
export function redactBody(rawBody: string): string {
  return JSON.stringify(redacted(parsed(rawBody)) ?? {});
}

/** Containers are gone through whatever they are called; of values only those by a name of the list stay. */
function redacted(value: Json): Json | undefined {
  if (Array.isArray(value)) {
    const items = value.flatMap((item) => redacted(item) ?? []);
    return items.length === 0 ? undefined : items;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const entries = Object.entries(value).flatMap(([key, member]) => {
    const kept = KEPT.has(key) && isPlain(member) ? member : redacted(member);
    return kept === undefined ? [] : [[key, kept] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function isPlain(value: Json): boolean {
  if (Array.isArray(value)) return value.every((item) => typeof item !== 'object');
  return typeof value !== 'object' || value === null;
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}
