import { GATEWAY_NAMES, type Gateway, type GatewayName } from './gateway.ts';
import { razorpayGateway } from './razorpay-gateway.ts';
import { stripeGateway } from './stripe-gateway.ts';

/** Every gateway of the shop. A new one is an adapter and a line here. */
const adapters: Readonly<Record<GatewayName, (env: Env) => Gateway>> = {
  stripe: stripeGateway,
  razorpay: razorpayGateway,
};

/** Throws `misconfigured` when the gateway's keys are not set. */
export function gatewayOf(env: Env, name: GatewayName): Gateway {
  return adapters[name](env);
}

/** The gateways whose keys are set: what a shopper can choose from. */
export function gatewaysOf(env: Env): readonly GatewayName[] {
  const keys = { stripe: env.STRIPE_SECRET_KEY, razorpay: env.RAZORPAY_KEY_ID };
  return GATEWAY_NAMES.filter((name) => keys[name] !== undefined && keys[name] !== '');
}
