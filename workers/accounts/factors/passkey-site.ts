import { absoluteUrl } from '../../notifications/app-url.ts';

/** The site that passkeys are made for: a browser offers them there and nowhere else. */
export interface PasskeySite {
  /** 'shop.example' */
  readonly rpId: string;
  /** 'https://shop.example' */
  readonly origin: string;
}

/** A deployed shop says where it is; on a laptop it is wherever the browser found it. Throws `misconfigured`. */
export function passkeySiteOf(env: Env, requestUrl: string): PasskeySite {
  const { hostname, origin } = new URL(env.APP_ENV === 'production' ? absoluteUrl(env, '/') : requestUrl);
  return { rpId: hostname, origin };
}
