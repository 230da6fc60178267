import { Argon2Type } from '@phi-ag/argon2';
import initializeArgon2 from '@phi-ag/argon2/node';
import { type InferInsertModel, inArray, isNull, sql } from 'drizzle-orm';
import { sealSecret } from '../../workers/accounts/factors/authenticator.ts';
import type { Context } from '../../workers/context.ts';
import { addresses, authenticators, sellerMembers, users } from '../../workers/db/schema/accounts.ts';
import { STAFF_JOBS } from '../../workers/domain/role.ts';
import { DEVELOPMENT_VARS } from '../shop.ts';
import { DEMO_TOTP_SECRET } from '../totp.ts';
import { insertRows } from './insert-rows.ts';
import { SEEDED_AT, seedId } from './random.ts';

export const DEMO_PASSWORD = 'haat-demo-2026';

type UserRow = InferInsertModel<typeof users>;
type Login = Pick<UserRow, 'name' | 'role' | 'phone' | 'permissions'> & { readonly email: string };

/** Everybody of the demo shop, by what the tests and a person who tries it want to be. */
export const DEMO_LOGINS = [
  { email: 'asha@haat.test', name: 'Asha Menon', role: 'shopper', phone: '+919876500001' },
  { email: 'ravi@haat.test', name: 'Ravi Kulkarni', role: 'shopper' },
  { email: 'staff@haat.test', name: 'Vikram Rao', role: 'staff', permissions: STAFF_JOBS.administrator },
  { email: 'support@haat.test', name: 'Leela Nair', role: 'staff', permissions: STAFF_JOBS.support },
  // Hired today: no second factor yet.
  { email: 'newstaff@haat.test', name: 'Farhan Ali', role: 'staff', permissions: STAFF_JOBS.operations },
  { email: 'owner@haat.test', name: 'Meghna Raj', role: 'seller' },
  { email: 'manager@haat.test', name: 'Suresh Gowda', role: 'seller' },
  { email: 'packer@haat.test', name: 'Manju Devi', role: 'seller' },
  { email: 'other-owner@haat.test', name: 'Rohit Khanna', role: 'seller' },
] as const satisfies readonly Login[];

const MEMBERSHIPS = [
  { email: 'owner@haat.test', seller: 'meghraj-retail', role: 'owner' },
  { email: 'manager@haat.test', seller: 'meghraj-retail', role: 'manager' },
  { email: 'packer@haat.test', seller: 'meghraj-retail', role: 'packer' },
  { email: 'other-owner@haat.test', seller: 'konark-commerce', role: 'owner' },
] as const;

/** Staff who have set up an authenticator app, all of them with the same secret. */
const ENROLLED = ['staff@haat.test', 'support@haat.test'] as const;

/** Accounts of the demo shop, hashed as workers/accounts/password.ts does. */
export async function demoUsers(): Promise<UserRow[]> {
  const argon2 = await initializeArgon2();
  const cost = { type: Argon2Type.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1, hashLength: 32 };
  return DEMO_LOGINS.map((login: Login) => ({
    id: seedId('user', login.email),
    ...{ email: login.email, emailVerifiedAt: SEEDED_AT, phone: login.phone ?? null, name: login.name },
    ...{ role: login.role, permissions: login.permissions ?? [] },
    passwordHash: argon2.hash(DEMO_PASSWORD, cost).encoded,
    createdAt: SEEDED_AT,
  }));
}

/** Puts in whoever is missing, with what belongs to them; who is there keeps what they have changed. */
export async function putDemoPeople(ctx: Context): Promise<void> {
  const rows = await demoUsers();
  await insertRows(ctx.db, users, rows);
  await ctx.db
    .update(users)
    .set({ emailVerifiedAt: SEEDED_AT, phone: sql`COALESCE(phone, ${phoneCase(rows)})` })
    .where(
      sql`${inArray(
        users.id,
        rows.map(({ id }) => id),
      )} AND ${isNull(users.emailVerifiedAt)}`,
    );
  await insertRows(
    ctx.db,
    sellerMembers,
    MEMBERSHIPS.map(({ email, seller, role }) => {
      return { userId: seedId('user', email), sellerId: seedId('seller', seller), role };
    }),
  );
  await insertRows(ctx.db, authenticators, await Promise.all(ENROLLED.map((email) => authenticatorOf(ctx, email))));
  await insertRows(ctx.db, addresses, [ADDRESS]);
}

/** A shop of before phones were kept has its demo people without. */
function phoneCase(rows: readonly UserRow[]) {
  const cases = rows.filter(({ phone }) => phone !== null).map(({ id, phone }) => sql`WHEN ${id} THEN ${phone}`);
  return sql`CASE id ${sql.join(cases, sql` `)} END`;
}

/** Sealed with the secret of a shop on a laptop: a shop with another secret cannot open it. */
async function authenticatorOf(ctx: Context, email: string) {
  const userId = seedId('user', email);
  const env = { ...ctx.env, APP_SECRET: DEVELOPMENT_VARS.APP_SECRET };
  const sealedSecret = await sealSecret(env, userId, DEMO_TOTP_SECRET);
  return { userId, sealedSecret, lastStep: 0, createdAt: SEEDED_AT, confirmedAt: SEEDED_AT };
}

const ADDRESS: InferInsertModel<typeof addresses> = {
  id: seedId('address', 'asha@haat.test'),
  userId: seedId('user', 'asha@haat.test'),
  ...{ name: 'Asha Menon', phone: '9876500001', line: '14, 3rd Cross, HAL 2nd Stage, Indiranagar' },
  ...{ landmark: 'Near the metro station', pincode: '560038', district: 'Bengaluru Urban', stateCode: '29' },
  ...{ type: 'home', isDefault: true, createdAt: SEEDED_AT },
};
