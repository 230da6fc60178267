import type Stripe from 'stripe';
import { AppError } from '../http/problem.ts';
import type {
  Gateway,
  GatewayPayment,
  GatewayRefund,
  PaymentRequest,
  RefundRequest,
  StartedPayment,
} from './gateway.ts';
import { stripeEventOf } from './stripe-event.ts';
import { isLiveKey, readStripeSettings, requireReachable, type StripeSettings } from './stripe-settings.ts';

const TIMEOUT_MS = 10_000;
/** Stripe's own tolerance for replayed webhooks. */
const SIGNATURE_AGE_SECONDS = 300;

/** Stripe by its official SDK: PaymentIntents, refunds, signed webhooks. Throws `misconfigured`. */
export function stripeGateway(env: Env): Gateway {
  const settings = readStripeSettings(env);
  return {
    name: 'stripe',
    publishableKey: settings.publishableKey,
    start: (payment) => ask(settings, (stripe) => startIntent(stripe, payment, settings)),
    async parseWebhook(rawBody, headers, receivedAt) {
      const { default: Sdk } = await import('stripe');
      try {
        const event = await Sdk.webhooks.constructEventAsync(
          rawBody,
          headers.get('stripe-signature') ?? '',
          settings.webhookSecret,
          SIGNATURE_AGE_SECONDS,
          Sdk.createSubtleCryptoProvider(),
          receivedAt,
        );
        const told = stripeEventOf(event);
        const isOurs = (event.livemode === true) === isLiveKey(settings);
        return isOurs ? { ok: true, event: told } : { ok: false, reason: 'wrong_mode', event: told };
      } catch (error) {
        if (error instanceof Sdk.errors.StripeSignatureVerificationError) {
          return { ok: false, reason: 'invalid_signature' };
        }
        throw error;
      }
    },
    readEvent: (rawBody) => stripeEventOf(JSON.parse(rawBody) as Stripe.Event),
    fetch: ({ gatewayRef }) => ask(settings, (stripe) => fetchIntent(stripe, gatewayRef)),
    refund: (refund) => ask(settings, (stripe) => refundOnce(stripe, refund)),
    fetchRefund: (refund) =>
      ask(settings, async (stripe) => {
        const made = await findRefunds(stripe, refund);
        const latest = made.find(isAlive) ?? made[0];
        return latest === undefined ? null : toldOf(latest);
      }),
  };
}

async function startIntent(
  stripe: Stripe,
  { id, orderNo, amountPaise, currency }: PaymentRequest,
  { apiBase }: StripeSettings,
): Promise<StartedPayment> {
  const intent = await stripe.paymentIntents.create(
    {
      amount: amountPaise,
      currency: currency.toLowerCase(),
      automatic_payment_methods: { enabled: true },
      metadata: { orderNo, paymentId: id },
    },
    { idempotencyKey: id },
  );
  const returnTo = encodeURIComponent(`/orders/${orderNo}`);
  return {
    gatewayRef: intent.id,
    payUrl: apiBase === null ? null : `/sandbox/pay/${intent.id}?return_url=${returnTo}`,
    clientSecret: intent.client_secret,
  };
}

async function fetchIntent(stripe: Stripe, gatewayRef: string): Promise<GatewayPayment> {
  const intent = await stripe.paymentIntents.retrieve(gatewayRef, { expand: ['latest_charge'] });
  const charge = typeof intent.latest_charge === 'string' ? null : intent.latest_charge;
  const isCaptured = intent.status === 'succeeded';
  return {
    status: isCaptured ? 'captured' : 'open',
    captureRef: null,
    amountPaise: intent.amount_received,
    currency: intent.currency.toUpperCase(),
    method: isCaptured ? (charge?.payment_method_details?.type ?? null) : null,
    feePaise: 0,
    feeTaxPaise: 0,
  };
}

/**
 * Stripe forgets idempotency keys after a day; what it has refunded it does not forget, so that is looked at first. A
 * refund that failed there moved no money: the next one is another, with a key of its own.
 */
async function refundOnce(stripe: Stripe, refund: RefundRequest): Promise<GatewayRefund> {
  const made = await findRefunds(stripe, refund);
  const alive = made.find(isAlive);
  if (alive !== undefined) return toldOf(alive);
  const { id, gatewayRef, amountPaise: amount } = refund;
  const idempotencyKey = made.length === 0 ? id : `${id}-${made.length + 1}`;
  const wanted = { payment_intent: gatewayRef, amount, metadata: { refundId: id } };
  return toldOf(await stripe.refunds.create(wanted, { idempotencyKey }));
}

/** All that Stripe has under our id, newest first. */
async function findRefunds(stripe: Stripe, { id, gatewayRef }: RefundRequest): Promise<Stripe.Refund[]> {
  const found: Stripe.Refund[] = [];
  for await (const refund of stripe.refunds.list({ payment_intent: gatewayRef, limit: 100 })) {
    if (refund.metadata?.refundId === id) found.push(refund);
  }
  return found;
}

function isAlive({ status }: Stripe.Refund): boolean {
  return status !== 'failed' && status !== 'canceled';
}

function toldOf(refund: Stripe.Refund): GatewayRefund {
  if (!isAlive(refund)) return { gatewayRef: refund.id, status: 'failed' };
  return { gatewayRef: refund.id, status: refund.status === 'succeeded' ? 'succeeded' : 'pending' };
}

/** The SDK is loaded when it is needed: it costs no start-up. */
async function ask<Answer>(settings: StripeSettings, question: (stripe: Stripe) => Promise<Answer>): Promise<Answer> {
  requireReachable(settings);
  const { default: Sdk } = await import('stripe');
  const { secretKey, apiBase } = settings;
  const stripe = new Sdk(secretKey, {
    httpClient: Sdk.createFetchHttpClient(),
    timeout: TIMEOUT_MS,
    maxNetworkRetries: 2,
    telemetry: false,
    ...(apiBase === null ? {} : { host: apiBase.hostname, port: apiBase.port, protocol: protocolOf(apiBase) }),
  });
  try {
    return await question(stripe);
  } catch (error) {
    if (error instanceof Sdk.errors.StripeAuthenticationError) {
      throw new AppError('misconfigured', 'Stripe does not know STRIPE_SECRET_KEY.');
    }
    if (error instanceof Sdk.errors.StripeError) {
      throw new AppError('gateway_unavailable', 'The payment gateway did not answer as it should. Try again.', {
        gatewayCode: error.code ?? error.type,
      });
    }
    throw error;
  }
}

function protocolOf(url: URL): 'http' | 'https' {
  return url.protocol === 'https:' ? 'https' : 'http';
}
