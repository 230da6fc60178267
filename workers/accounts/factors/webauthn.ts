import type {
  AuthenticationResponseJSON,
  AuthenticatorTransport,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import type { PasskeySite } from './passkey-site.ts';

/**
 * WebAuthn by its library, which brings 88 KB gz of certificate formats along: it is read when the first passkey is.
 * What does not check out is null; why it does not is nobody's business but a debugger's.
 */
const load = () => import('@simplewebauthn/server');

/** EdDSA, ES256, RS256: what every authenticator has one of. */
const ALGORITHMS = [-8, -7, -257];
const TIMEOUT_MS = 5 * 60_000;

export type CreationOptions = PublicKeyCredentialCreationOptionsJSON;
export type RequestOptions = PublicKeyCredentialRequestOptionsJSON;

export interface KnownPasskey {
  readonly id: string;
  readonly transports: readonly string[];
}

export interface NewPasskey extends KnownPasskey {
  /** COSE, base64url. */
  readonly publicKey: string;
  readonly counter: number;
  readonly isBackedUp: boolean;
}

export interface PasskeyOwner {
  readonly userId: string;
  /** What the device shows beside the passkey. */
  readonly label: string;
  readonly name: string;
}

export async function creationOptions(
  site: PasskeySite,
  { userId, label, name }: PasskeyOwner,
  known: readonly KnownPasskey[],
): Promise<CreationOptions> {
  const { generateRegistrationOptions } = await load();
  return await generateRegistrationOptions({
    rpName: 'Haat',
    rpID: site.rpId,
    userID: new TextEncoder().encode(userId),
    userName: label,
    userDisplayName: name,
    timeout: TIMEOUT_MS,
    attestationType: 'none',
    excludeCredentials: known.map(descriptorOf),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: ALGORITHMS,
  });
}

/** Without `known` the device asks which of its passkeys for this site it shall be. */
export async function requestOptions(site: PasskeySite, known: readonly KnownPasskey[]): Promise<RequestOptions> {
  const { generateAuthenticationOptions } = await load();
  return await generateAuthenticationOptions({
    rpID: site.rpId,
    timeout: TIMEOUT_MS,
    userVerification: 'required',
    allowCredentials: known.map(descriptorOf),
  });
}

export async function checkCreation(
  site: PasskeySite,
  expectedChallenge: string,
  response: RegistrationResponseJSON,
): Promise<NewPasskey | null> {
  const { verifyRegistrationResponse } = await load();
  try {
    const { registrationInfo } = await verifyRegistrationResponse({
      ...{ response, expectedChallenge, expectedOrigin: site.origin, expectedRPID: site.rpId },
      ...{ requireUserVerification: true, supportedAlgorithmIDs: ALGORITHMS },
    });
    if (registrationInfo === undefined) return null;
    const { credential, credentialBackedUp } = registrationInfo;
    return {
      id: credential.id,
      publicKey: credential.publicKey.toBase64({ alphabet: 'base64url', omitPadding: true }),
      counter: credential.counter,
      transports: transportsOf(response.response.transports ?? []),
      isBackedUp: credentialBackedUp,
    };
  } catch {
    return null;
  }
}

export interface PasskeyUse {
  /** What the authenticator counts; 0 for those that do not count. */
  readonly counter: number;
  readonly isBackedUp: boolean;
}

export async function checkUse(
  site: PasskeySite,
  expectedChallenge: string,
  response: AuthenticationResponseJSON,
  { id, publicKey, counter }: Pick<NewPasskey, 'id' | 'publicKey' | 'counter'>,
): Promise<PasskeyUse | null> {
  const { verifyAuthenticationResponse } = await load();
  const credential = { id, counter, publicKey: Uint8Array.fromBase64(publicKey, { alphabet: 'base64url' }) };
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      ...{ response, expectedChallenge, expectedOrigin: site.origin, expectedRPID: site.rpId },
      ...{ credential, requireUserVerification: true },
    });
    if (!verified) return null;
    return { counter: authenticationInfo.newCounter, isBackedUp: authenticationInfo.credentialBackedUp };
  } catch {
    return null;
  }
}

function descriptorOf({ id, transports }: KnownPasskey) {
  return { id, transports: transportsOf(transports) };
}

const TRANSPORTS = ['ble', 'hybrid', 'internal', 'nfc', 'usb'] as const;

function transportsOf(names: readonly string[]): AuthenticatorTransport[] {
  return TRANSPORTS.filter((transport) => names.includes(transport));
}
