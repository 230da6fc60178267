/** Starts the sandbox by itself: `npx node sandbox/server.ts`. `npm start` does so with its own ports. */
import path from 'node:path';
import { openSandbox } from './sandbox.ts';

if (process.env.NODE_ENV === 'production') {
  console.error('The sandbox pretends to be a bank. It does not run in production.');
  process.exit(1);
}

const port = Number(process.env.SANDBOX_PORT ?? 8788);
const sandbox = await openSandbox({
  port,
  stateDir: path.resolve(process.env.SANDBOX_STATE ?? '.wrangler/sandbox'),
  webhookUrl: process.env.HAAT_WEBHOOK_URL ?? 'http://127.0.0.1:8787/api/v1/payments/webhook/stripe',
  webhookSecret: process.env.STRIPE_WEBHOOK_SECRET ?? 'whsec_haat_development',
});
console.log(`Sandbox: ${sandbox.url}/`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => void sandbox.close().then(() => process.exit(0)));
}
