import { Argon2Type } from '@phi-ag/argon2';
import initializeArgon2 from '@phi-ag/argon2/node';
import type { InferInsertModel } from 'drizzle-orm';
import type { users } from '../../workers/db/schema/accounts.ts';
import { SEEDED_AT, seedId } from './random.ts';

export const DEMO_PASSWORD = 'haat-demo-2026';

export const DEMO_LOGINS = [
  { email: 'asha@haat.test', name: 'Asha Menon', role: 'shopper' },
  { email: 'staff@haat.test', name: 'Vikram Rao', role: 'staff' },
] as const satisfies readonly Partial<InferInsertModel<typeof users>>[];

/** Accounts of the demo shop, hashed as workers/accounts/password.ts does. */
export async function demoUsers(): Promise<InferInsertModel<typeof users>[]> {
  const argon2 = await initializeArgon2();
  const cost = { type: Argon2Type.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1, hashLength: 32 };
  return DEMO_LOGINS.map((login) => ({
    id: seedId('user', login.email),
    ...login,
    passwordHash: argon2.hash(DEMO_PASSWORD, cost).encoded,
    createdAt: SEEDED_AT,
  }));
}
