import type { APIContext } from 'astro';
import type { SavedAddress } from '../../workers/accounts/profile/profile-schemas.ts';
import { placeOrder } from '../../workers/checkout/place-order.ts';
import { previewMethods } from '../../workers/checkout/preview-checkout.ts';
import {
  type CheckoutPreview,
  checkoutSchema,
  idempotencyKeySchema,
  type PlacedOrder,
  phoneSchema,
} from '../../workers/checkout/schemas.ts';
import type { Context } from '../../workers/context.ts';
import { pincodeSchema } from '../../workers/delivery/schemas.ts';
import type { PaymentMethod } from '../../workers/domain/payment.ts';
import { BOT_FIELD } from '../../workers/http/bot-check.ts';
import { AppError } from '../../workers/http/problem.ts';
import type { GatewayName } from '../../workers/payments/gateway.ts';
import { gatewaysOf } from '../../workers/payments/gateways.ts';
import { problemText } from '../i18n/problem-text.ts';
import { t } from '../i18n/t.ts';
import { type FieldErrors, fieldErrorsOf, whatIsWrong } from './field-errors.ts';
import { leaveFlash } from './flash.ts';
import { numberOf, readForm, seeOther } from './form.ts';
import { isSaved, savedAddresses, saveForNextTime, valuesOfSaved } from './saved-addresses.ts';

/** The form as typed; names of inputs are paths of the schema. */
export const CHECKOUT_FIELDS = [
  'email',
  'address.name',
  'address.phone',
  'address.line',
  'address.landmark',
  'address.pincode',
  'paymentMethod',
] as const;
type CheckoutField = (typeof CHECKOUT_FIELDS)[number];

export interface CheckoutForm {
  readonly values: Readonly<Record<CheckoutField, string>>;
  readonly errors: FieldErrors;
  /** Why the order was not placed, when it is more than a field. */
  readonly hitch: AppError | null;
  /** The pincode is new since the shopper last saw dates and totals: they are shown before anything is ordered. */
  readonly hasMoved: boolean;
  /** The gateways of the shop, the one to propose first. */
  readonly online: readonly GatewayName[];
  /** The same cart, paid in each of these ways and in cash; `destination` is null until the pincode is known. */
  readonly previews: ReadonlyMap<PaymentMethod, CheckoutPreview>;
  /** Of the way that is chosen or proposed, and of cash. */
  readonly preview: CheckoutPreview;
  readonly cash: CheckoutPreview;
  readonly idempotencyKey: string;
  /** The address book of who is signed in; null for a guest. */
  readonly saved: readonly SavedAddress[] | null;
  /** The one of them that the form says. */
  readonly chosenId: string | null;
  /** Whether the address shall be kept for next time. */
  readonly isKept: boolean;
}

type Typed = Pick<CheckoutForm, 'values'> & { readonly isKept?: boolean };
type Result = Pick<CheckoutForm, 'errors' | 'hitch'> & { readonly hasMoved?: boolean; readonly keepsKey?: boolean };

const contactSchema = checkoutSchema.omit({ paymentMethod: true, expectedGrandPaise: true });
const NOTHING_WRONG: Result = { errors: {}, hitch: null };

/** GET and POST of /checkout: the form to show, or where to go on. */
export async function checkout(page: APIContext): Promise<CheckoutForm | Response> {
  const { ctx } = page.locals;
  if (ctx.actor.kind === 'anonymous') return seeOther('/cart');
  if (page.request.method !== 'POST') {
    const [first] = await savedAddresses(ctx);
    const proposed = first?.isDefault === true ? valuesOfSaved(first) : {};
    const values = { ...blank(), ...valuesOfPerson(ctx), ...proposed };
    return await formOf(page, { values }, NOTHING_WRONG, crypto.randomUUID());
  }
  const form = await readForm(page.request);
  const typed = { values: valuesOf(form), isKept: form.has('keepAddress') };
  const wanted = form.get('useAddress');
  if (wanted !== null) return await withSaved(page, form, typed, wanted);
  const result = await submit(ctx, form, typed);
  if (result instanceof Response) return result;
  const key = result.keepsKey === true ? (form.get('idempotencyKey') ?? '') : crypto.randomUUID();
  return await formOf(page, typed, result, key);
}

/** What the account knows of who buys; who receives it may be somebody else, so all of it can be changed. */
function valuesOfPerson({ actor }: Context): Partial<CheckoutForm['values']> {
  if (actor.kind !== 'user') return {};
  const { name, email, phone } = actor;
  return { email: email ?? '', 'address.name': name, 'address.phone': phone?.replace(/^\+91/, '') ?? '' };
}

/** Another address of the book; what else was typed stays. One that is gone changes nothing. */
async function withSaved(page: APIContext, form: URLSearchParams, { values }: Typed, wanted: string) {
  const chosen = (await savedAddresses(page.locals.ctx)).find(({ id }) => id === wanted);
  const typed = { values: { ...values, ...(chosen === undefined ? {} : valuesOfSaved(chosen)) } };
  return await formOf(page, typed, NOTHING_WRONG, form.get('idempotencyKey') ?? crypto.randomUUID());
}

/** Places the order when the shopper has seen what it costs and when it arrives; else says what is missing. */
async function submit(ctx: Context, form: URLSearchParams, { values, isKept }: Typed): Promise<Result | Response> {
  const contact = contactSchema.safeParse(contactOf(values));
  if (!contact.success) return { errors: fieldErrorsOf(contact.error, sentences()), hitch: null };
  const seenPincode = form.get('seenPincode') ?? '';
  if (seenPincode !== contact.data.address.pincode) return { ...NOTHING_WRONG, hasMoved: seenPincode !== '' };

  const input = checkoutSchema.safeParse({
    ...contactOf(values),
    paymentMethod: values.paymentMethod,
    expectedGrandPaise: numberOf(form.get(`seenGrandPaise.${values.paymentMethod}`)),
  });
  if (!input.success) return { errors: fieldErrorsOf(input.error), hitch: null };
  const key = idempotencyKeySchema.safeParse(form.get('idempotencyKey'));
  if (!key.success) return NOTHING_WRONG;
  try {
    const order = await placeOrder(ctx, input.data, key.data, form.get(BOT_FIELD));
    if (isKept === true) saveForNextTime(ctx, input.data.address);
    return seeOther(nextPage(order, input.data.paymentMethod));
  } catch (error) {
    const { errors, problem } = whatIsWrong(error);
    const isHitch = problem !== null || errors[BOT_FIELD] !== undefined;
    const hitch = isHitch && error instanceof AppError ? error : null;
    // The first request is still running: the next try must ask for its answer, not order again.
    return { errors, hitch, keepsKey: hitch?.code === 'request_in_progress' };
  }
}

/** What the form says of its own fields. */
function sentences(): FieldErrors {
  return {
    email: t('checkout.error.email'),
    'address.name': t('checkout.error.name'),
    'address.phone': t('checkout.error.phone'),
    'address.line': t('checkout.error.line'),
    'address.pincode': t('checkout.error.pincode'),
  };
}

/** Razorpay has several ways to choose from; Stripe has its own form. */
function nextPage({ orderNo, payUrl }: PlacedOrder, paymentMethod: PaymentMethod): string {
  if (payUrl === null) return `/orders/${orderNo}?placed=1`;
  return paymentMethod === 'stripe' ? `${payUrl}?with=stripe:card` : payUrl;
}

async function formOf(
  page: APIContext,
  { values, isKept = false }: Typed,
  { errors, hitch, hasMoved = false }: Result,
  idempotencyKey: string,
): Promise<CheckoutForm | Response> {
  const { ctx } = page.locals;
  const pincode = pincodeSchema.safeParse(values['address.pincode']).data;
  const phone = phoneSchema.safeParse(values['address.phone']).data;
  const online = onlineOf(ctx.env);
  const [seen, saved] = await Promise.all([previewsFor(ctx, online, { pincode, phone }), savedAddresses(ctx)]);
  const { previews, cash } = seen;
  const paymentMethod = methodOf(values.paymentMethod, cash, online);
  const preview = previews.get(paymentMethod) ?? cash;
  const { cart } = preview;
  if (!cart.canCheckout) {
    if (cart.lines.length > 0)
      leaveFlash(page.cookies, 'warn', hitch === null ? t('cart.blocked') : problemText(hitch));
    return seeOther('/cart');
  }
  return {
    values: { ...values, paymentMethod },
    errors: { ...unservedOf(preview), ...seen.errors, ...errors },
    ...{ hitch, hasMoved, online, previews, preview, cash, idempotencyKey },
    ...{ saved: ctx.actor.kind === 'user' ? saved : null, isKept },
    chosenId: saved.find((each) => isSaved(each, values))?.id ?? null,
  };
}

/** Whether all of it gets to the pincode; the summary says which line does not. */
function unservedOf({ destination, unreached }: CheckoutPreview): FieldErrors {
  if (destination === null) return {};
  const { pincode } = destination;
  if (!destination.isServiceable) return { 'address.pincode': t('checkout.notServiceable', { pincode }) };
  return unreached.length === 0 ? {} : { 'address.pincode': t('checkout.unreached.some', { pincode }) };
}

/** What each way to pay would cost. A pincode that does not exist is an error of its field, not of the page. */
async function previewsFor(
  ctx: Context,
  online: readonly GatewayName[],
  { pincode, phone }: { readonly pincode: string | undefined; readonly phone: string | undefined },
) {
  const all = async (to: string | undefined) => {
    const previews = await previewMethods(ctx, { pincode: to, phone }, [...online, 'cod']);
    const cash = previews.get('cod');
    if (cash === undefined) throw new Error('every way that was asked for has its preview');
    return { previews, cash };
  };
  try {
    return { ...(await all(pincode)), errors: {} as FieldErrors };
  } catch (error) {
    const { errors } = whatIsWrong(error);
    if (errors.pincode === undefined) throw error;
    return { ...(await all(undefined)), errors: { 'address.pincode': errors.pincode } };
  }
}

/** UPI is how most people pay: the gateway that has it comes first. */
function onlineOf(env: Env): readonly GatewayName[] {
  return gatewaysOf(env).toSorted((one, other) => Number(other === 'razorpay') - Number(one === 'razorpay'));
}

/** What was chosen stays chosen while it can be had. */
function methodOf(chosen: string, cash: CheckoutPreview, online: readonly GatewayName[]): PaymentMethod {
  if (chosen === 'cod' && cash.codRefusal === null) return 'cod';
  return online.find((gateway) => gateway === chosen) ?? online[0] ?? 'cod';
}

function contactOf(values: CheckoutForm['values']) {
  return {
    email: values.email.trim(),
    address: {
      name: values['address.name'],
      phone: values['address.phone'],
      line: values['address.line'],
      landmark: values['address.landmark'],
      pincode: values['address.pincode'],
    },
  };
}

function valuesOf(form: URLSearchParams): CheckoutForm['values'] {
  const values = blank();
  for (const field of CHECKOUT_FIELDS) values[field] = form.get(field) ?? '';
  // "560 001" is how many people write it.
  values['address.pincode'] = values['address.pincode'].replace(/\s/g, '');
  return values;
}

function blank(): Record<CheckoutField, string> {
  return {
    email: '',
    'address.name': '',
    'address.phone': '',
    'address.line': '',
    'address.landmark': '',
    'address.pincode': '',
    paymentMethod: '',
  };
}
