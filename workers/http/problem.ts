/**
 * What can go wrong, as one table. Verbs throw `AppError(code, detail)`; the API answers RFC 9457 problem details
 * with a stable `code`, pages show `detail`.
 */
const problems = {
  validation_failed: [422, 'The request is not valid'],
  malformed_json: [400, 'The body is not JSON'],
  body_too_large: [413, 'The body is too large'],
  unsupported_media_type: [415, 'The body must be JSON'],
  invalid_cart_cookie: [400, 'The cart cookie is not ours'],
  invalid_signature: [400, 'The signature does not match'],
  unauthenticated: [401, 'Sign in first'],
  invalid_credentials: [401, 'E-mail or password is wrong'],
  session_expired: [401, 'The session has ended'],
  forbidden: [403, 'Not allowed'],
  cross_site_request: [403, 'The request came from another site'],
  not_found: [404, 'Not found'],
  method_not_allowed: [405, 'Method not allowed'],
  second_factor_required: [403, 'A second factor is needed'],
  reauthentication_required: [403, 'Confirm that it is you'],
  account_closed: [403, 'The account is closed'],
  wrong_code: [422, 'The code is wrong'],
  code_expired: [410, 'The code no longer works'],
  sign_in_refused: [403, 'The sign-in was refused'],
  sign_in_failed: [401, 'The sign-in did not work'],
  identity_provider_unavailable: [502, 'The identity provider does not answer'],
  bot_check_failed: [422, 'The check for robots was not passed'],
  bot_check_required: [429, 'Show that you are not a robot'],
  address_taken: [409, 'It belongs to another account'],
  already_enrolled: [409, 'That is set up already'],
  last_way_in: [409, 'It is the last way to sign in'],
  too_many_addresses: [409, 'The address book is full'],
  too_many_synonyms: [409, 'There are too many synonyms'],
  account_has_open_orders: [409, 'Orders are still under way'],
  account_in_use: [409, 'The account is still needed'],
  own_account: [409, 'Not for your own account'],
  last_keeper: [409, 'Nobody else keeps the people'],
  cart_empty: [409, 'The cart is empty'],
  cart_changed: [409, 'The cart has changed'],
  cart_already_ordered: [409, 'This cart is already an order'],
  price_changed: [409, 'A price has changed'],
  out_of_stock: [409, 'Not enough in stock'],
  coupon_refused: [422, 'The coupon does not count'],
  coupon_used_up: [409, 'The coupon has been used up'],
  flash_sold_out: [409, 'The flash sale is sold out'],
  promotion_overlaps: [409, 'Another flash sale runs then'],
  code_taken: [409, 'The code belongs to another promotion'],
  not_serviceable: [422, 'We do not deliver there'],
  cod_not_allowed: [422, 'Cash on delivery is not possible'],
  checkout_interrupted: [409, 'The checkout was interrupted'],
  request_in_progress: [409, 'The same request is still running'],
  idempotency_key_reused: [422, 'The idempotency key was used for another request'],
  order_not_payable: [409, 'The order cannot be paid now'],
  order_not_cancellable: [409, 'The order can no longer be cancelled'],
  illegal_transition: [409, 'That is not possible now'],
  refund_exceeds_capture: [409, 'More than was paid'],
  payment_not_refundable: [409, 'There is nothing to refund'],
  wrong_webhook_mode: [409, 'The webhook is of another mode'],
  wrong_webhook_account: [409, 'The webhook is of another account'],
  awb_taken: [409, 'The AWB number belongs to another parcel'],
  carrier_refused: [422, 'The carrier does not take the parcel'],
  carrier_unavailable: [502, 'The carrier does not answer'],
  stock_below_reserved: [409, 'Pieces are promised to orders'],
  stock_moved: [409, 'The stock has moved since it was counted'],
  import_out_of_step: [409, 'The import is at another line'],
  too_many_lines: [422, 'The cart is full'],
  list_full: [422, 'The list is full'],
  rate_limited: [429, 'Too many requests'],
  gateway_unavailable: [502, 'The payment gateway does not answer'],
  took_too_long: [503, 'It takes too long'],
  misconfigured: [500, 'The shop is not set up completely'],
  internal: [500, 'Something went wrong'],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemCode = keyof typeof problems;

export interface FieldError {
  /** Path in the body, query or headers: 'quantity', 'address.pincode', 'cookie.haat_guest'. */
  readonly field: string;
  readonly message: string;
}

export interface ProblemExtra {
  readonly errors?: readonly FieldError[];
  readonly [member: string]: unknown;
}

export interface Problem extends ProblemExtra {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail: string;
  readonly requestId: string;
}

export class AppError extends Error {
  readonly code: ProblemCode;
  readonly extra: ProblemExtra;

  constructor(code: ProblemCode, detail: string, extra: ProblemExtra = {}) {
    super(detail);
    this.name = 'AppError';
    this.code = code;
    this.extra = extra;
  }

  get status(): number {
    return problems[this.code][0];
  }
}

/** A field that is wrong, when the schema could not know. */
export function fieldError(field: string, message: string): AppError {
  return new AppError('validation_failed', message, { errors: [{ field, message }] });
}

export function problemOf(error: AppError, requestId: string): Problem {
  const [status, title] = problems[error.code];
  return {
    ...error.extra,
    type: `/problems/${error.code}`,
    title,
    status,
    code: error.code,
    detail: error.message,
    requestId,
  };
}
