import { Buffer } from 'node:buffer';
import { type Answer, json, type Route, type SandboxRequest } from '../http.ts';
import type { OidcProvider } from './provider.ts';

export interface OidcPlaces {
  /** 'http://127.0.0.1:8788/oidc': what servers ask. Known once the sandbox listens. */
  issuer(): string;
  /** 'http://127.0.0.1:8787': browsers see the sandbox below the shop. */
  readonly shopUrl: string;
}

/** What Google's servers say to the shop's. https://openid.net/specs/openid-connect-core-1_0.html */
export function oidcRoutes(provider: OidcProvider, places: OidcPlaces): readonly Route[] {
  return [
    {
      method: 'GET',
      pattern: '/oidc/.well-known/openid-configuration',
      handler: () => json(200, configurationOf(places)),
    },
    { method: 'GET', pattern: '/oidc/jwks', handler: async () => json(200, await provider.publicKeys()) },
    { method: 'POST', pattern: '/oidc/token', handler: (request) => token(provider, places, request) },
  ];
}

function configurationOf({ issuer, shopUrl }: OidcPlaces) {
  return {
    issuer: issuer(),
    authorization_endpoint: `${shopUrl}/sandbox/oidc/authorize`,
    token_endpoint: `${issuer()}/token`,
    jwks_uri: `${issuer()}/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid', 'email', 'profile'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
    claims_supported: ['aud', 'email', 'email_verified', 'exp', 'iat', 'iss', 'name', 'nonce', 'sub'],
    code_challenge_methods_supported: ['S256'],
    grant_types_supported: ['authorization_code'],
    authorization_response_iss_parameter_supported: true,
  };
}

async function token(provider: OidcProvider, { issuer }: OidcPlaces, request: SandboxRequest): Promise<Answer> {
  const form = new URLSearchParams(request.body);
  if (!isClient(provider, request, form)) return invalidClient(request);
  if (form.get('grant_type') !== 'authorization_code') {
    return refusal(400, 'unsupported_grant_type', 'grant_type must be authorization_code.');
  }
  const [code, redirectUri, verifier] = ['code', 'redirect_uri', 'code_verifier'].map((name) => form.get(name));
  if (!code || !redirectUri || !verifier) {
    return refusal(400, 'invalid_request', 'Send code, redirect_uri and code_verifier.');
  }
  const exchange = await provider.exchange(issuer(), { code, redirectUri, verifier });
  if (!exchange.ok) return refusal(400, 'invalid_grant', exchange.message);
  const { idToken, accessToken } = exchange;
  return json(200, {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: 3600,
    scope: 'openid email profile',
    id_token: idToken,
  });
}

function isClient({ client }: OidcProvider, request: SandboxRequest, form: URLSearchParams): boolean {
  const [id, secret] = basicOf(request) ?? [form.get('client_id'), form.get('client_secret')];
  return id === client.clientId && secret === client.clientSecret;
}

/** RFC 6749, 2.3.1: both halves are written as in a form before they are joined. */
function basicOf({ headers }: SandboxRequest): readonly (string | null)[] | null {
  const [, encoded] = /^Basic ([\w+/=]+)$/i.exec(headers.authorization ?? '') ?? [];
  if (encoded === undefined) return null;
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  const form = new URLSearchParams(`id=${id}&secret=${secret}`);
  return [form.get('id'), form.get('secret')];
}

function invalidClient({ headers }: SandboxRequest): Answer {
  const answer = refusal(401, 'invalid_client', 'The client or its secret is wrong.');
  if (headers.authorization === undefined) return answer;
  return { ...answer, headers: { ...answer.headers, 'www-authenticate': 'Basic realm="sandbox"' } };
}

function refusal(status: number, error: string, message: string): Answer {
  return json(status, { error, error_description: message });
}
