import type Stripe from 'stripe';
import { AppError } from '../http/problem.ts';
import type { Gateway, GatewayEvent, PaymentRequest, StartedPayment } from './gateway.ts';
import { readStripeSettings, requireReachable, type StripeSettings } from './stripe-settings.ts';

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
        return { ok: true, event: eventOf(event) };
      } catch (error) {
        if (error instanceof Sdk.errors.StripeSignatureVerificationError) return { ok: false };
        throw error;
      }
    },
    readEvent: (rawBody) => eventOf(JSON.parse(rawBody) as Stripe.Event),
    refund: ({ gatewayRef, amountPaise, idempotencyKey }) =>
      ask(settings, async (stripe) => {
        try {
          await stripe.refunds.create({ payment_intent: gatewayRef, amount: amountPaise }, { idempotencyKey });
        } catch (error) {
          // Stripe forgets idempotency keys after a day; the refund itself it does not forget.
          if ((error as { code?: unknown }).code !== 'charge_already_refunded') throw error;
        }
      }),
    fetch: (gatewayRef) =>
      ask(settings, async (stripe) => {
        const intent = await stripe.paymentIntents.retrieve(gatewayRef);
        const status = intent.status === 'succeeded' ? 'captured' : 'open';
        return { status, amountPaise: intent.amount_received, currency: intent.currency.toUpperCase() };
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

/** https://docs.stripe.com/api/events/types */
function eventOf(event: Stripe.Event): GatewayEvent {
  const base = { eventId: event.id, gatewayType: event.type };
  const ofIntent = (type: GatewayEvent['type'], intent: Stripe.PaymentIntent, amountPaise: number) => {
    return { ...base, type, gatewayRef: intent.id, amountPaise, currency: intent.currency.toUpperCase() };
  };
  switch (event.type) {
    case 'payment_intent.amount_capturable_updated':
      return ofIntent('authorized', event.data.object, event.data.object.amount_capturable);
    case 'payment_intent.succeeded':
      return ofIntent('captured', event.data.object, event.data.object.amount_received);
    case 'payment_intent.payment_failed':
    case 'payment_intent.canceled':
      return ofIntent('failed', event.data.object, event.data.object.amount);
    case 'charge.refunded':
      return { ...base, ...refundOf(event.data.object) };
    default:
      return { ...base, type: 'other', gatewayRef: '', amountPaise: 0, currency: '' };
  }
}

/** Only a charge that is refunded whole ends its payment. */
function refundOf(charge: Stripe.Charge): Pick<GatewayEvent, 'type' | 'gatewayRef' | 'amountPaise' | 'currency'> {
  const intent = charge.payment_intent;
  return {
    type: charge.refunded ? 'refunded' : 'other',
    gatewayRef: typeof intent === 'string' ? intent : (intent?.id ?? ''),
    amountPaise: charge.amount_refunded,
    currency: charge.currency.toUpperCase(),
  };
}
