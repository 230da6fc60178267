import type { OidcClient } from './client.ts';

/** What the shop asks for; null where it says nothing. */
export interface Authorization {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string | null;
  readonly nonce: string | null;
  /** base64url of the verifier's SHA-256. */
  readonly challenge: string;
}

export type AuthorizationReading =
  | { readonly ok: true; readonly authorization: Authorization }
  /** `backTo` is null when the place to go back to is not to be trusted: then the person is told. */
  | { readonly ok: false; readonly error: string; readonly message: string; readonly backTo: string | null };

const CHALLENGE = /^[\w-]{43}$/;
const MAX_LENGTH = 1000;

/** Reads the query of an authorization request; the first thing that is wrong with it is said. */
export function readAuthorization(query: URLSearchParams, client: OidcClient, shopUrl: string): AuthorizationReading {
  const { client_id: clientId = '', redirect_uri: redirectUri = '' } = Object.fromEntries(query);
  const lost = (message: string) => ({ ok: false, error: 'invalid_request', message, backTo: null }) as const;
  if (clientId !== client.clientId) return lost('client_id is not a client that is registered here.');
  if (!isRegistered(redirectUri, shopUrl)) return lost('redirect_uri is not registered for this client.');
  if ([...query.values()].some((value) => value.length > MAX_LENGTH)) return lost('A parameter is too long.');

  const backTo = redirectUri;
  const wrong = (error: string, message: string) => ({ ok: false, error, message, backTo }) as const;
  if (query.get('response_type') !== 'code') return wrong('unsupported_response_type', 'response_type must be code.');
  if (!(query.get('scope') ?? '').split(' ').includes('openid')) return wrong('invalid_scope', 'scope lacks openid.');
  if (query.get('code_challenge_method') !== 'S256') {
    return wrong('invalid_request', 'code_challenge_method must be S256.');
  }
  const challenge = query.get('code_challenge') ?? '';
  if (!CHALLENGE.test(challenge)) return wrong('invalid_request', 'code_challenge is not a SHA-256 in base64url.');
  const authorization = { clientId, redirectUri, state: query.get('state'), nonce: query.get('nonce'), challenge };
  return { ok: true, authorization };
}

/** Google wants each address registered. Here those are all of the shop and of this machine. */
function isRegistered(redirectUri: string, shopUrl: string): boolean {
  if (!URL.canParse(redirectUri)) return false;
  const { origin, protocol, hostname, hash } = new URL(redirectUri);
  const isLocal = protocol === 'http:' && (hostname === 'localhost' || hostname === '127.0.0.1');
  return hash === '' && (isLocal || origin === new URL(shopUrl).origin);
}
