import { DEMO_PASSWORD, demoUsers } from '../scripts/seed/demo-logins.ts';
import { insertRows } from '../scripts/seed/insert-rows.ts';
import { openShop } from '../scripts/seed/open-shop.ts';
import { SEEDED_AT, seedId } from '../scripts/seed/random.ts';
import { openDb } from '../workers/db/client.ts';
import { users } from '../workers/db/schema/accounts.ts';
import { call, load, type Measured } from './load.ts';

/** Enough that no account meets its limit of tries. */
const ACCOUNTS = 400;
const SECONDS = 6;
const PAGE_CLIENTS = 16;
const LOGIN_CLIENTS = 8;
/** Logins a second beside the pages; null as many as there can be. */
const RATES: readonly (number | null)[] = [0, 2, 5, 10, null];

const emailOf = (n: number) => `bench-${n % ACCOUNTS}@haat.test`;

/** Accounts with the demo password, before the shop opens: the same hash for all, as hashing is what is measured. */
export async function seedBenchAccounts(stateDir: string): Promise<void> {
  const { env, dispose } = await openShop(stateDir);
  try {
    const passwordHash = (await demoUsers())[0]?.passwordHash ?? null;
    await insertRows(
      openDb(env.DB),
      users,
      Array.from({ length: ACCOUNTS }, (_, n) => ({
        ...{ id: seedId('user', emailOf(n)), email: emailOf(n), emailVerifiedAt: SEEDED_AT, name: `Bench ${n}` },
        ...{ passwordHash, createdAt: SEEDED_AT },
      })),
    );
  } finally {
    await dispose();
  }
}

interface Round {
  readonly name: string;
  readonly pages: Measured | null;
  readonly logins: Measured | null;
}

/**
 * Logins by password (argon2id, 19 MiB, two passes) beside the bare hash, and what they do to the product pages that
 * are asked for at the same time: pages alone, with so many logins a second, and with as many as there can be.
 */
export async function benchLogin(shopUrl: string, floorUrl: string): Promise<void> {
  const slugs = await findSlugs(shopUrl);
  const page = async (n: number) => isOk(await call(`${shopUrl}/p/${slugs[n % slugs.length]}`));
  const login = (n: number) => signIn(shopUrl, n);
  const bare = async (n: number) => isOk(await call(`${floorUrl}/password?n=${n}`));

  await load(page, { seconds: 2, clients: PAGE_CLIENTS });
  await load(login, { seconds: 1, clients: 2, firstN: 1_000_000 });
  await load(bare, { seconds: 1, clients: 2 });
  const floor = await load(bare, { seconds: SECONDS, clients: LOGIN_CLIENTS });
  const alone = await load(login, { seconds: SECONDS, clients: LOGIN_CLIENTS });
  const rounds: Round[] = [];
  for (const [index, rate] of RATES.entries()) {
    const firstN = (index + 1) * 10_000;
    const [pages, logins] = await Promise.all([
      load(page, { seconds: SECONDS, clients: PAGE_CLIENTS }),
      rate === 0
        ? null
        : rate === null
          ? load(login, { seconds: SECONDS, clients: LOGIN_CLIENTS, firstN })
          : paced(login, rate, firstN),
    ]);
    rounds.push({ name: rate === null ? 'as many as there can be' : `${rate} logins/s`, pages, logins });
  }
  report(floor, alone, rounds);
}

/** An open loop: people log in when they want to, not when the last one is done. */
async function paced(work: (n: number) => Promise<boolean>, perSecond: number, firstN: number): Promise<Measured> {
  const times: number[] = [];
  let errors = 0;
  const startedAt = performance.now();
  const works: Promise<void>[] = [];
  for (let n = 0; n < perSecond * SECONDS; n++) {
    const wait = startedAt + (n * 1000) / perSecond - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const began = performance.now();
    works.push(
      work(firstN + n)
        .catch(() => false)
        .then((isGood) => {
          times.push(performance.now() - began);
          if (!isGood) errors += 1;
        }),
    );
  }
  await Promise.all(works);
  times.sort((a, b) => a - b);
  const at = (share: number) => Number((times[Math.floor((times.length - 1) * share)] ?? 0).toFixed(2));
  const elapsed = (performance.now() - startedAt) / 1000;
  const perSecondDone = Number((times.length / elapsed).toFixed(1));
  return { perSecond: perSecondDone, p50Ms: at(0.5), p95Ms: at(0.95), count: times.length, errors };
}

async function signIn(shopUrl: string, n: number): Promise<boolean> {
  const answer = await call(`${shopUrl}/api/v1/auth/login`, {
    method: 'POST',
    // Everybody logs in from an address of their own.
    headers: { 'cf-connecting-ip': `2001:db8:${(n % 65_536).toString(16)}::1` },
    body: { email: emailOf(n), password: DEMO_PASSWORD },
  });
  return isOk(answer);
}

async function findSlugs(shopUrl: string): Promise<readonly string[]> {
  const { body } = await call(`${shopUrl}/api/v1/products?limit=20`);
  return [...body.matchAll(/"slug":"([^"]+)"/g)].map(([, slug = '']) => slug);
}

function isOk({ status }: { readonly status: number }): boolean {
  return status === 200;
}

function report(floor: Measured, alone: Measured, rounds: readonly Round[]): void {
  console.log(
    `\n${LOGIN_CLIENTS} clients log in, ${PAGE_CLIENTS} look at product pages from the cache, ${SECONDS} s each\n`,
  );
  const head = ['measure', 'per s', 'p50 ms', 'p95 ms', 'errors'];
  const row = (name: string, m: Measured) => [name, m.perSecond, m.p50Ms, m.p95Ms, m.errors].map(cell).join(' ');
  console.log(head.map(cell).join(' '));
  console.log(row('bare argon2id check', floor));
  console.log(row(`login (${(alone.perSecond / floor.perSecond).toFixed(2)} of it)`, alone));
  for (const { name, pages, logins } of rounds) {
    if (pages !== null) console.log(row(`pages beside ${name}`, pages));
    if (logins !== null) console.log(row(`  those logins`, logins));
  }
  console.log(`\n${JSON.stringify({ floor, alone, rounds })}`);
}

function cell(value: string | number, index: number): string {
  return index === 0 ? String(value).padEnd(38) : String(value).padStart(9);
}
