import { createHash, randomBytes } from 'node:crypto';
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import type { Collection, Journal } from '../journal.ts';
import { type Account, Accounts, subjectOf } from './accounts.ts';
import type { Authorization } from './authorization.ts';
import type { OidcClient } from './client.ts';

interface Grant extends Authorization {
  readonly account: Account;
  /** Epoch ms. */
  readonly madeAt: number;
  readonly isSpent: boolean;
}

export interface TokenRequest {
  readonly code: string;
  readonly redirectUri: string;
  readonly verifier: string;
}

export type Exchange =
  | { readonly ok: true; readonly idToken: string; readonly accessToken: string }
  | { readonly ok: false; readonly message: string };

const CODE_SECONDS = 60;
const TOKEN_SECONDS = 3600;
const ALGORITHM = 'RS256';

/** What Google keeps: its key, the codes it gave out, and the accounts. */
export class OidcProvider {
  readonly client: OidcClient;
  readonly accounts: Accounts;
  readonly #keys: Collection<JWK>;
  readonly #grants: Collection<Grant>;
  #makingKey: Promise<JWK> | null = null;

  constructor(journal: Journal, client: OidcClient) {
    this.client = client;
    this.accounts = new Accounts(journal);
    this.#keys = journal.collection('oidc-key');
    this.#grants = journal.collection('oidc-grant');
  }

  async publicKeys(): Promise<{ readonly keys: readonly JWK[] }> {
    const { kty, n, e, kid } = await this.#key();
    return { keys: [{ kty, n, e, kid, alg: ALGORITHM, use: 'sig' } as JWK] };
  }

  /** A code that is good once, for a minute. */
  grant(authorization: Authorization, account: Account): string {
    const code = randomBytes(24).toString('base64url');
    this.#grants.put(code, { ...authorization, account, madeAt: Date.now(), isSpent: false });
    return code;
  }

  /** Trades a code for tokens. Whoever shows a code has spent it, also when something else is wrong. */
  async exchange(issuer: string, { code, redirectUri, verifier }: TokenRequest): Promise<Exchange> {
    const grant = this.#grants.get(code);
    if (grant === undefined) return refused('The code is not known.');
    if (grant.isSpent) return refused('The code was used before.');
    this.#grants.put(code, { ...grant, isSpent: true });
    if (Date.now() - grant.madeAt > CODE_SECONDS * 1000) return refused('The code has expired.');
    if (grant.clientId !== this.client.clientId) return refused('The code is of another client.');
    if (grant.redirectUri !== redirectUri) return refused('redirect_uri is not the one that the code was asked for.');
    if (challengeOf(verifier) !== grant.challenge) return refused('code_verifier does not fit the code_challenge.');
    const accessToken = randomBytes(24).toString('base64url');
    return { ok: true, idToken: await this.#sign(issuer, grant), accessToken };
  }

  async #sign(issuer: string, { account, clientId, nonce }: Grant): Promise<string> {
    const jwk = await this.#key();
    const now = Math.floor(Date.now() / 1000);
    const { email, name, isVerified, isResponsible } = account;
    const claims = {
      ...{ email, email_verified: isVerified, name, azp: clientId },
      ...(isResponsible ? { hd: email.split('@')[1] } : {}),
      ...(nonce === null ? {} : { nonce }),
    };
    return await new SignJWT(claims)
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT', kid: jwk.kid ?? '' })
      .setIssuer(issuer)
      .setAudience(clientId)
      .setSubject(subjectOf(account))
      .setIssuedAt(now)
      .setExpirationTime(now + TOKEN_SECONDS)
      .sign(await importJWK(jwk, ALGORITHM));
  }

  /** Made when it is first needed, once, and kept: a shop that runs on while the sandbox restarts knows it. */
  async #key(): Promise<JWK> {
    const kept = this.#keys.get('current');
    if (kept !== undefined) return kept;
    this.#makingKey ??= makeKey().then((key) => {
      this.#keys.put('current', key);
      return key;
    });
    return await this.#makingKey;
  }
}

async function makeKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  return { ...(await exportJWK(privateKey)), kid: randomBytes(8).toString('hex') };
}

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

function refused(message: string): Exchange {
  return { ok: false, message };
}
