/** Starts the sandbox by itself: `npx node sandbox/server.ts`. `npm start` does so with its own ports. */
import path from 'node:path';
import { DEVELOPMENT_CARRIER } from './carrier/carrier.ts';
import { DEVELOPMENT_CLIENT } from './oidc/client.ts';
import { DEVELOPMENT_ACCOUNT } from './razorpay/account.ts';
import { openSandbox } from './sandbox.ts';
import { DEVELOPMENT_WIDGET } from './turnstile/account.ts';

if (process.env.NODE_ENV === 'production') {
  console.error('The sandbox pretends to be a bank. It does not run in production.');
  process.exit(1);
}

const port = Number(process.env.SANDBOX_PORT ?? 8788);
const shop = process.env.HAAT_SHOP_URL ?? 'http://127.0.0.1:8787';
const webhooks = `${shop}/api/v1/payments/webhook`;
const sandbox = await openSandbox({
  port,
  stateDir: path.resolve(process.env.SANDBOX_STATE ?? '.wrangler/sandbox'),
  webhookUrl: `${webhooks}/stripe`,
  webhookSecret: process.env.STRIPE_WEBHOOK_SECRET ?? 'whsec_haat_development',
  razorpay: {
    webhookUrl: `${webhooks}/razorpay`,
    keyId: process.env.RAZORPAY_KEY_ID ?? DEVELOPMENT_ACCOUNT.keyId,
    keySecret: process.env.RAZORPAY_KEY_SECRET ?? DEVELOPMENT_ACCOUNT.keySecret,
    webhookSecret: process.env.RAZORPAY_WEBHOOK_SECRET ?? DEVELOPMENT_ACCOUNT.webhookSecret,
  },
  carrier: {
    webhookUrl: `${shop}/api/v1/carriers/webhook/delhivery`,
    webhookSecret: process.env.DELHIVERY_WEBHOOK_SECRET ?? DEVELOPMENT_CARRIER.webhookSecret,
  },
  shopUrl: shop,
  google: {
    clientId: process.env.GOOGLE_CLIENT_ID ?? DEVELOPMENT_CLIENT.clientId,
    clientSecret: process.env.GOOGLE_CLIENT_SECRET ?? DEVELOPMENT_CLIENT.clientSecret,
  },
  turnstile: {
    siteKey: process.env.TURNSTILE_SITE_KEY ?? DEVELOPMENT_WIDGET.siteKey,
    secretKey: process.env.TURNSTILE_SECRET_KEY ?? DEVELOPMENT_WIDGET.secretKey,
  },
});
console.log(`Sandbox: ${sandbox.url}/`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => void sandbox.close().then(() => process.exit(0)));
}
