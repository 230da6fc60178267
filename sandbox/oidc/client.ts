/** The shop as Google knows it. */
export interface OidcClient {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Those of a shop on a laptop: they protect nothing. */
export const DEVELOPMENT_CLIENT: OidcClient = {
  clientId: 'haat-development',
  clientSecret: 'haat-google-development',
};
