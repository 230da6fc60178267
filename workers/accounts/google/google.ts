import * as oauth from 'oauth4webapi';
import { z } from 'zod';
import { AppError } from '../../http/problem.ts';
import { type GoogleSettings, readGoogleSettings } from './google-settings.ts';

/** What has to be kept until the person is back, where nobody else can read or change it (google-attempt.ts). */
export interface GoogleStart {
  /** Where the browser goes. */
  readonly url: string;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

export interface GoogleReturn extends Omit<GoogleStart, 'url'> {
  /** The address that the browser came back to, with its query. */
  readonly callbackUrl: URL;
  /** The one that `startGoogle` was given. */
  readonly redirectUri: string;
}

export interface GoogleIdentity {
  /** Stays with the account for ever; the address may change. */
  readonly subject: string;
  /** Lower-cased. */
  readonly email: string;
  readonly isEmailVerified: boolean;
  /**
   * Whether the mailbox is Google's own to give: Gmail, or a company's at Workspace. Of any other address Google only knows
   * that it was theirs once (developers.google.com, "Verify the Google ID token").
   */
  readonly isAuthoritative: boolean;
  /** '' when Google does not say it. */
  readonly name: string;
}

const SCOPE = 'openid email profile';
const TIMEOUT_MS = 5000;
const DISCOVERY_MS = 3_600_000;

/** Google has sent booleans as text. */
const isTrue = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

const claimsSchema = z.object({
  sub: z.string().min(1).max(255),
  email: z.string().max(254).toLowerCase().pipe(z.email()),
  email_verified: isTrue.default(false),
  /** The domain of a Workspace account. */
  hd: z.string().default(''),
  name: z
    .string()
    .transform((name) => name.trim().slice(0, 100))
    .catch(''),
});

/** How each provider wants to be asked. Values only: a promise of one request must not be awaited by another. */
const discovered = new Map<string, { readonly server: oauth.AuthorizationServer; readonly until: number }>();

/**
 * The way to Google: authorization code with PKCE, state and nonce. Throws `misconfigured`,
 * `identity_provider_unavailable`, `sign_in_failed`.
 */
export async function startGoogle(env: Env, { redirectUri }: { readonly redirectUri: string }): Promise<GoogleStart> {
  const settings = readGoogleSettings(env);
  return await explained(async () => {
    const server = await discover(settings);
    const state = oauth.generateRandomState();
    const nonce = oauth.generateRandomNonce();
    const codeVerifier = oauth.generateRandomCodeVerifier();
    const url = new URL(z.url().parse(server.authorization_endpoint));
    const query = {
      client_id: settings.clientId,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: SCOPE,
      state,
      nonce,
      code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
      // A phone that is passed around is signed in to Google as somebody.
      prompt: 'select_account',
    };
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return { url: url.href, state, nonce, codeVerifier };
  });
}

/**
 * Who has come back from Google, by an ID token whose signature, issuer, audience, age and nonce are right. Throws
 * `sign_in_refused` when the person did not want to, `sign_in_failed`, `identity_provider_unavailable`,
 * `misconfigured`.
 */
export async function finishGoogle(env: Env, back: GoogleReturn): Promise<GoogleIdentity> {
  const settings = readGoogleSettings(env);
  return await explained(async () => {
    const server = await discover(settings);
    const client: oauth.Client = { client_id: settings.clientId };
    const parameters = oauth.validateAuthResponse(server, client, back.callbackUrl, back.state);
    const secret = oauth.ClientSecretPost(settings.clientSecret);
    const options = optionsOf(settings);
    const { redirectUri, codeVerifier, nonce } = back;
    const answer = await oauth.authorizationCodeGrantRequest(
      ...([server, client, secret, parameters, redirectUri, codeVerifier, options] as const),
    );
    const tokens = await oauth.processAuthorizationCodeResponse(server, client, answer, {
      expectedNonce: nonce,
      requireIdToken: true,
    });
    await oauth.validateApplicationLevelSignature(server, answer, options);
    const claims = claimsSchema.parse(oauth.getValidatedIdTokenClaims(tokens));
    const { sub: subject, email, email_verified: isEmailVerified, hd, name } = claims;
    const isAuthoritative = isEmailVerified && (email.endsWith('@gmail.com') || hd !== '');
    return { subject, email, isEmailVerified, isAuthoritative, name };
  });
}

async function discover(settings: GoogleSettings): Promise<oauth.AuthorizationServer> {
  const { issuer } = settings;
  const known = discovered.get(issuer.href);
  if (known !== undefined && known.until > Date.now()) return known.server;
  const answer = await oauth.discoveryRequest(issuer, { algorithm: 'oidc', ...optionsOf(settings) });
  const server = await oauth.processDiscoveryResponse(issuer, answer);
  discovered.set(issuer.href, { server, until: Date.now() + DISCOVERY_MS });
  return server;
}

/** Without TLS only where the issuer itself has none: the settings allow that to a stand-in on a laptop. */
function optionsOf({ issuer }: GoogleSettings) {
  return { [oauth.allowInsecureRequests]: issuer.protocol === 'http:', [oauth.customFetch]: ask };
}

/** The whole answer within five seconds, so that a body that never ends is no answer either. */
async function ask(url: string, options: oauth.CustomFetchOptions<string, unknown>): Promise<Response> {
  const { method, headers, redirect } = options;
  const body = options.body as URLSearchParams | undefined;
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const answer = await fetch(url, { method, headers, redirect, body, signal })
    .then(wholeOf)
    .catch(() => null);
  if (answer !== null && answer.status < 500) return answer;
  throw new AppError('identity_provider_unavailable', 'Google does not answer. Try again, or sign in another way.');
}

async function wholeOf(answer: Response): Promise<Response> {
  const text = await answer.text();
  const headers = new Headers();
  for (const name of ['content-type', 'www-authenticate']) {
    const value = answer.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  return new Response(text === '' ? null : text, { status: answer.status, headers });
}

/** What a provider may send wrong is a sign-in that did not work; what we do wrong stays an error. */
async function explained<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (error instanceof oauth.AuthorizationResponseError && error.error === 'access_denied') {
      throw new AppError('sign_in_refused', 'You did not let Google tell us who you are. Nothing has changed.');
    }
    if (error instanceof oauth.ResponseBodyError && error.error === 'invalid_client') {
      throw new AppError('misconfigured', 'Google does not accept GOOGLE_CLIENT_ID with GOOGLE_CLIENT_SECRET.');
    }
    if (!isOfLibrary(error) && !(error instanceof z.ZodError)) throw error;
    throw new AppError('sign_in_failed', 'The sign-in with Google did not work. Start again.');
  }
}

/** 'OAUTH_…' for what came from outside; only its own errors have such a code. */
function isOfLibrary(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('OAUTH_');
}
