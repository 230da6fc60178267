import type { GatewayName, PaymentMethodKind } from './gateway.ts';

/** What a shopper can choose at each gateway. */
export const METHODS: Readonly<Record<GatewayName, readonly PaymentMethodKind[]>> = {
  stripe: ['card'],
  razorpay: ['upi_intent', 'upi_qr', 'card', 'netbanking'],
};

export const PAYMENT_METHOD_KINDS = [
  'upi_intent',
  'upi_qr',
  'card',
  'netbanking',
] as const satisfies readonly PaymentMethodKind[];
