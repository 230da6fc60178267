/** `npm start`: the whole shop on one port, offline, with a demo catalogue. */
import path from 'node:path';
import { prepareShop, ROOT, runShop } from './shop.ts';

const port = Number(process.env.HAAT_PORT ?? 8787);
const log = (line: string) => console.log(line);
const startedAt = Date.now();
const stateDir = path.resolve(ROOT, process.env.HAAT_STATE ?? '.wrangler/state');

await prepareShop({ stateDir, log });
const shop = await runShop({ port, sandboxPort: port + 1, host: 'localhost', stateDir, cronSeconds: 20, log });

console.log(`
  Haat is open, ${((Date.now() - startedAt) / 1000).toFixed(1)} s after you asked.

  Shop          ${shop.url}/
  API           ${shop.url}/developers
  E-mail, SMS   ${shop.url}/sandbox/inbox
  Payments      ${shop.url}/sandbox/payments
  Parcels       ${shop.url}/sandbox/carrier

  Shopper       asha@haat.test   haat-demo-2026
  Staff         staff@haat.test  haat-demo-2026, and the six digits of: npm run code

  Import        npm run import -- FILE.csv.gz
  Prove         npm run check:stock, npm run check:ledger
  Stop          Ctrl-C
`);

let isStopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (isStopping) return;
    isStopping = true;
    void shop.stop().then(() => process.exit(0));
  });
}
