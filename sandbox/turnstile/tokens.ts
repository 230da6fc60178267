import { randomBytes } from 'node:crypto';
import type { Collection, Journal } from '../journal.ts';

export interface Proof {
  readonly siteKey: string;
  readonly action: string;
  readonly hostname: string;
  /** Epoch ms. */
  readonly madeAt: number;
  /** The first who asked; '' when they gave no key, null while nobody has. */
  readonly askedBy: string | null;
}

const PROOF_SECONDS = 300;

/** Tokens that say 'a person was here': good once, for five minutes, for one site and one action. */
export class Tokens {
  readonly #proofs: Collection<Proof>;

  constructor(journal: Journal) {
    this.#proofs = journal.collection('turnstile-token');
  }

  make(proof: Pick<Proof, 'siteKey' | 'action' | 'hostname'>): string {
    const token = `0.${randomBytes(32).toString('base64url')}`;
    this.#proofs.put(token, { ...proof, madeAt: Date.now(), askedBy: null });
    return token;
  }

  /** The proof, once; again only to who asks with the same idempotency key. Else Turnstile's error code. */
  spend(token: string, siteKey: string, idempotencyKey: string): Proof | string {
    const proof = this.#proofs.get(token);
    if (proof === undefined || proof.siteKey !== siteKey) return 'invalid-input-response';
    if (Date.now() - proof.madeAt > PROOF_SECONDS * 1000) return 'timeout-or-duplicate';
    if (proof.askedBy !== null && (proof.askedBy === '' || proof.askedBy !== idempotencyKey)) {
      return 'timeout-or-duplicate';
    }
    this.#proofs.put(token, { ...proof, askedBy: idempotencyKey });
    return proof;
  }
}
