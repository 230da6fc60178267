import { html, layout, type Markup } from '../html.ts';
import { type Answer, page, type Route, type SandboxRequest, seeOther } from '../http.ts';
import { type Account, accountSchema } from './accounts.ts';
import { type Authorization, type AuthorizationReading, readAuthorization } from './authorization.ts';
import type { OidcProvider } from './provider.ts';
import type { OidcPlaces } from './routes.ts';

const PATTERN = '/oidc/authorize';

/** Where a person chooses who they are at Google, or goes back without. No scripts. */
export function oidcPages(provider: OidcProvider, places: OidcPlaces): readonly Route[] {
  const guarded =
    (answer: (authorization: Authorization, request: SandboxRequest) => Answer): Route['handler'] =>
    (request) => {
      const reading = readAuthorization(request.query, provider.client, places.shopUrl);
      return reading.ok ? answer(reading.authorization, request) : refuse(reading, request, places);
    };
  return [
    {
      method: 'GET',
      pattern: PATTERN,
      handler: guarded((_, { path }) => page(choicePage(path, provider.accounts.list()))),
    },
    {
      method: 'POST',
      pattern: PATTERN,
      handler: guarded((authorization, request) => choose(provider, places, authorization, request)),
    },
  ];
}

/** {choice: an address of the list | 'other' with email, name, isVerified and isResponsible | 'refuse'}. */
function choose(
  provider: OidcProvider,
  places: OidcPlaces,
  authorization: Authorization,
  { path, body }: SandboxRequest,
): Answer {
  const form = new URLSearchParams(body);
  const choice = form.get('choice') ?? '';
  if (choice === 'refuse') return goBack(authorization, places, { error: 'access_denied' });
  if (choice !== 'other') {
    const account = provider.accounts.find(choice);
    if (account === undefined) return page(choicePage(path, provider.accounts.list(), 'Choose an account.'), 422);
    return goBack(authorization, places, { code: provider.grant(authorization, account) });
  }
  const typed = accountSchema.safeParse({
    email: form.get('email') ?? '',
    name: form.get('name') ?? '',
    isVerified: form.has('isVerified'),
    isResponsible: form.has('isResponsible'),
  });
  if (!typed.success) {
    const problem = typed.error.issues.map(({ message }) => message).join('. ');
    return page(choicePage(path, provider.accounts.list(), `Wanted: ${problem}.`), 422);
  }
  provider.accounts.put(typed.data);
  return goBack(authorization, places, { code: provider.grant(authorization, typed.data) });
}

function refuse(
  { error, message, backTo }: Extract<AuthorizationReading, { ok: false }>,
  { path, query }: SandboxRequest,
  places: OidcPlaces,
): Answer {
  if (backTo === null) return page(lostPage(path, message), 400);
  const asked = { redirectUri: backTo, state: query.get('state') };
  return goBack(asked, places, { error, error_description: message });
}

/** RFC 9207: `iss` says who answers, so that one provider cannot pass for another. */
function goBack(
  { redirectUri, state }: Pick<Authorization, 'redirectUri' | 'state'>,
  { issuer }: OidcPlaces,
  result: Readonly<Record<string, string>>,
): Answer {
  const target = new URL(redirectUri);
  const answer = { ...result, ...(state === null ? {} : { state }), iss: issuer() };
  for (const [name, value] of Object.entries(answer)) target.searchParams.set(name, value);
  return seeOther(target.href);
}

function choicePage(here: string, accounts: readonly Account[], problem?: string): Markup {
  const notice = problem === undefined ? html`` : html`<p class="notice" role="alert">${problem}</p>`;
  const buttons = accounts.map(
    ({ email, name, isVerified }) =>
      html`<button name="choice" value="${email}">${name}<br><span class="soft">${email}${isVerified ? '' : ' · not verified'}</span></button>`,
  );
  return layout(
    here,
    'Choose an account',
    html`<div class="pay">
      <div class="card"><h1>Who are you at Google?</h1>${notice}
        <p>The shop asks for your name and e-mail address.</p>
        <form method="post">${buttons}</form>
      </div>
      <form method="post" class="card"><h2>Somebody else</h2>
        <label>E-mail<br><input type="email" name="email" required maxlength="254" autocomplete="off"></label>
        <label>Name<br><input type="text" name="name" required maxlength="100" autocomplete="off"></label>
        <label><input type="checkbox" name="isVerified" checked>Google has verified the address</label>
        <label><input type="checkbox" name="isResponsible" checked>Google is responsible for this address</label>
        <button class="main" name="choice" value="other">Continue</button>
      </form>
      <form method="post"><button class="bad" name="choice" value="refuse">Refuse</button></form>
    </div>`,
  );
}

function lostPage(here: string, message: string): Markup {
  return layout(
    here,
    'Sign-in refused',
    html`<div class="pay card"><h1>This request cannot be answered</h1><p>${message}</p>
      <p class="soft">Nobody is sent on: the place to go back to cannot be trusted.</p></div>`,
  );
}
