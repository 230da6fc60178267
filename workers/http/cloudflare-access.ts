import { parse } from 'hono/utils/cookie';
import {
  createRemoteJWKSet,
  customFetch,
  errors,
  type FetchImplementation,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose';
import { AppError } from './problem.ts';
import { settingOf } from './stand-in.ts';

const TEAM = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i;
const COOKIE = 'CF_Authorization';
const TIMEOUT_MS = 5000;

/** Keys of a team, fetched when a token needs them and kept for the life of the isolate; jose renews them. */
let latest: { readonly team: string; readonly keys: JWTVerifyGetKey } | null = null;

/**
 * Lets through what Cloudflare Access let through: a second door in front of the staff area, that knows nothing of our
 * accounts. Passes when ACCESS_TEAM_DOMAIN ('team.cloudflareaccess.com') and ACCESS_AUD are not set. Throws `forbidden`,
 * `misconfigured`, and `identity_provider_unavailable` when the team's keys cannot be had.
 * https://developers.cloudflare.com/cloudflare-one/identity/authorization-cookie/validating-json/
 */
export async function requireCloudflareAccess(env: Env, request: Request): Promise<void> {
  const settings = readAccessSettings(env);
  if (settings === null) return;
  const token = tokenOf(request);
  if (token === null) throw new AppError('forbidden', 'The staff area is entered through Cloudflare Access.');
  const { team, audience } = settings;
  try {
    const issuer = `https://${team}`;
    await jwtVerify(token, keysOf(team), { issuer, audience, algorithms: ['RS256'], requiredClaims: ['exp'] });
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error;
    throw new AppError('forbidden', 'Cloudflare Access did not let this request in, or too long ago. Sign in there.');
  }
}

function readAccessSettings(env: Env): { readonly team: string; readonly audience: string } | null {
  const team = settingOf(env.ACCESS_TEAM_DOMAIN);
  const audience = settingOf(env.ACCESS_AUD);
  if (team === null && audience === null) return null;
  // Half of it would be a door that stands open while somebody believes it shut.
  if (team === null || audience === null) {
    throw new AppError('misconfigured', 'ACCESS_TEAM_DOMAIN and ACCESS_AUD are set together or not at all.');
  }
  if (!TEAM.test(team)) {
    throw new AppError('misconfigured', 'ACCESS_TEAM_DOMAIN is not a name such as team.cloudflareaccess.com.');
  }
  return { team: team.toLowerCase(), audience };
}

function tokenOf(request: Request): string | null {
  const header = request.headers.get('cf-access-jwt-assertion');
  return header || parse(request.headers.get('cookie') ?? '', COOKIE)[COOKIE] || null;
}

function keysOf(team: string): JWTVerifyGetKey {
  if (latest?.team !== team) {
    const url = new URL(`https://${team}/cdn-cgi/access/certs`);
    latest = { team, keys: createRemoteJWKSet(url, { timeoutDuration: TIMEOUT_MS, [customFetch]: ask }) };
  }
  return latest.keys;
}

const ask: FetchImplementation = async (url, options) => {
  const answer = await fetch(url, options).catch(() => null);
  if (answer?.status === 200) return answer;
  throw new AppError('identity_provider_unavailable', 'Cloudflare Access does not give its keys. Try again.');
};
