/**
 * `npm run torture [-- --case 6,18 --seed 7 --runs 10]`: what must hold under load and faults, against the
 * running production build with real concurrency. One line a case; ends with `N passed, N failed`.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { NO_BOT_CHECK, prepareShop, ROOT, runShop } from './shop.ts';
import type { Case } from './torture/cases/case.ts';
import { orderCases } from './torture/cases/order-cases.ts';
import { parcelCases } from './torture/cases/parcel-cases.ts';
import { paymentCases } from './torture/cases/payment-cases.ts';
import { promotionCases } from './torture/cases/promotion-cases.ts';
import { stockCases } from './torture/cases/stock-cases.ts';
import { systemCases } from './torture/cases/system-cases.ts';
import { crashCases } from './torture/crash-points.ts';
import { Dice } from './torture/dice.ts';
import { World } from './torture/world.ts';

const { values } = parseArgs({
  options: {
    case: { type: 'string' },
    seed: { type: 'string' },
    runs: { type: 'string', default: '1' },
    port: { type: 'string', default: '8793' },
  },
});
const port = Number(values.port);
const log = (line: string) => console.error(line);
const firstSeed = Number(values.seed ?? Date.now() % 1_000_000);
const cases: readonly Case[] = [
  ...stockCases,
  ...paymentCases,
  ...orderCases,
  ...promotionCases,
  ...parcelCases,
  ...systemCases,
];
let passed = 0;
let failed = 0;

await prepareShop({ stateDir: source(), log });
for (let run = 0; run < Number(values.runs); run++) await torture(firstSeed + run);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);

function source(): string {
  return process.env.HAAT_STATE ?? path.join(ROOT, '.wrangler', 'state');
}

/** One run, in a copy of the shop. */
async function torture(seed: number): Promise<void> {
  const scratch = mkdtempSync(path.join(tmpdir(), 'haat-torture-'));
  const stateDir = path.join(scratch, 'state');
  cpSync(source(), stateDir, { recursive: true });
  console.log(`seed ${seed}`);
  try {
    const chosen = cases.filter(isChosen);
    if (chosen.length > 0) {
      const env = { ...NO_BOT_CHECK, EVENT_RETRY_SECONDS: '1' };
      const shop = await runShop({ port, sandboxPort: port + 1, stateDir, cronSeconds: 5, log, env });
      const world = await World.open(shop, stateDir, new Dice(seed));
      try {
        for (const each of chosen) await report(each.id, each.title, () => each.run(world));
      } finally {
        world.close();
        await shop.stop();
      }
    }
    // Each of these kills the shop: it runs in a copy and a build of its own.
    for (const each of crashCases.filter(isChosen)) {
      const crashDir = path.join(scratch, `crash-${each.id}`);
      cpSync(source(), crashDir, { recursive: true });
      await each.run({ port, stateDir: crashDir, seed, log, report });
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function isChosen({ id }: { readonly id: string }): boolean {
  const wanted = values.case?.split(',');
  return wanted === undefined || wanted.includes(id) || wanted.includes(id.replace(/\D+$/, ''));
}

async function report(id: string, title: string, work: () => Promise<string>): Promise<void> {
  const startedAt = performance.now();
  const took = () => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
  try {
    const saw = await work();
    passed += 1;
    console.log(`ok      ${id.padEnd(5)} ${title}: ${saw} (${took()})`);
  } catch (error) {
    failed += 1;
    console.log(
      `FAILED  ${id.padEnd(5)} ${title}: ${error instanceof Error ? error.message : String(error)} (${took()})`,
    );
  }
}
