/** The shop's widget at Turnstile. */
export interface TurnstileAccount {
  readonly siteKey: string;
  readonly secretKey: string;
}

/** Those of a shop on a laptop: they protect nothing. */
export const DEVELOPMENT_WIDGET: TurnstileAccount = {
  siteKey: 'haat-site-development',
  secretKey: 'haat-turnstile-development',
};

/** A secret with which nobody is human. */
export const FAILING_SECRET = 'always-fails';
