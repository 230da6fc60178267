import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Collection, Journal } from '../journal.ts';

export interface Account {
  readonly email: string;
  readonly name: string;
  readonly isVerified: boolean;
  /** Whether Google gives out the mailbox, as for a company at Workspace; else it only knows the address. */
  readonly isResponsible: boolean;
}

/** What is typed into the form for another account. */
export const accountSchema = z.object({
  email: z.string().trim().max(254).toLowerCase().pipe(z.email('An e-mail address such as asha@example.in')),
  name: z.string().trim().min(1, 'A name').max(100),
  isVerified: z.boolean(),
  isResponsible: z.boolean(),
});

const FIRST: readonly Account[] = [
  { email: 'asha.google@haat.test', name: 'Asha Rao', isVerified: true, isResponsible: true },
  { email: 'unverified.google@haat.test', name: 'Unverified Person', isVerified: false, isResponsible: false },
];

/** The people that a visitor may be: those who come with the sandbox and those who were typed in before. */
export class Accounts {
  readonly #typed: Collection<Account>;

  constructor(journal: Journal) {
    this.#typed = journal.collection('oidc-account');
  }

  list(): readonly Account[] {
    const typed = this.#typed.newest();
    const known = new Set(typed.map(({ email }) => email));
    return [...FIRST.filter(({ email }) => !known.has(email)), ...typed];
  }

  find(email: string): Account | undefined {
    return this.list().find((account) => account.email === email);
  }

  put(account: Account): void {
    this.#typed.put(account.email, account);
  }
}

/** 21 digits that stay with the address, as Google's stay with the account. */
export function subjectOf({ email }: Account): string {
  const digits = BigInt(`0x${createHash('sha256').update(email).digest('hex')}`).toString();
  return `1${digits.slice(0, 20)}`;
}
