/**
 * An authenticator in software, as a browser and a phone would answer together: ES256, no attestation. What it signs can
 * be bent, so that tests see the wrong answers refused.
 */
const UTF8 = new TextEncoder();
const FLAG = { userPresent: 0x01, userVerified: 0x04, backupEligible: 0x08, backedUp: 0x10, attested: 0x40 };

export interface Bend {
  readonly origin?: string;
  readonly rpId?: string;
  readonly challenge?: string;
  readonly isVerified?: boolean;
  readonly userHandle?: string | null;
  readonly counter?: number;
  readonly type?: string;
}

export interface Site {
  readonly rpId: string;
  readonly origin: string;
}

export class SoftwarePasskey {
  readonly id = base64url(crypto.getRandomValues(new Uint8Array(16)));
  counter = 0;
  private readonly pair = crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ]) as Promise<CryptoKeyPair>;

  constructor(
    readonly site: Site,
    readonly userId: string,
    /** Many phones do not count: theirs stays 0. */
    readonly isCounting = true,
  ) {}

  /** The answer to navigator.credentials.create. */
  async create(challenge: string, bend: Bend = {}) {
    const authData = await this.authData(bend, await this.attestedData());
    const attestationObject = concat(
      // {"fmt": "none", "attStmt": {}, "authData": …} in CBOR.
      Uint8Array.of(0xa3, 0x63, ...UTF8.encode('fmt'), 0x64, ...UTF8.encode('none')),
      Uint8Array.of(0x67, ...UTF8.encode('attStmt'), 0xa0, 0x68, ...UTF8.encode('authData')),
      Uint8Array.of(0x59, authData.length >> 8, authData.length & 0xff),
      authData,
    );
    const clientDataJSON = this.clientData('webauthn.create', challenge, bend);
    return {
      ...this.shape(),
      response: {
        clientDataJSON: base64url(clientDataJSON),
        attestationObject: base64url(attestationObject),
        transports: ['internal', 'hybrid'],
      },
    };
  }

  /** The answer to navigator.credentials.get. */
  async get(challenge: string, bend: Bend = {}) {
    if (this.isCounting) this.counter += 1;
    const authData = await this.authData(bend);
    const clientDataJSON = this.clientData('webauthn.get', challenge, bend);
    const signed = concat(authData, new Uint8Array(await crypto.subtle.digest('SHA-256', clientDataJSON)));
    const { privateKey } = await this.pair;
    const raw = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, signed);
    const { userHandle = this.userId } = bend;
    return {
      ...this.shape(),
      response: {
        clientDataJSON: base64url(clientDataJSON),
        authenticatorData: base64url(authData),
        signature: base64url(derOf(new Uint8Array(raw))),
        ...(userHandle === null ? {} : { userHandle: base64url(UTF8.encode(userHandle)) }),
      },
    };
  }

  private shape() {
    return { id: this.id, rawId: this.id, type: 'public-key' as const, clientExtensionResults: {} };
  }

  private clientData(type: string, challenge: string, bend: Bend): Uint8Array<ArrayBuffer> {
    const { origin = this.site.origin } = bend;
    const data = { type: bend.type ?? type, challenge: bend.challenge ?? challenge, origin, crossOrigin: false };
    return UTF8.encode(JSON.stringify(data));
  }

  private async authData(bend: Bend, attested = new Uint8Array()): Promise<Uint8Array<ArrayBuffer>> {
    const rpIdHash = await crypto.subtle.digest('SHA-256', UTF8.encode(bend.rpId ?? this.site.rpId));
    const flags =
      FLAG.userPresent |
      FLAG.backupEligible |
      FLAG.backedUp |
      (bend.isVerified === false ? 0 : FLAG.userVerified) |
      (attested.length > 0 ? FLAG.attested : 0);
    const counter = new Uint8Array(4);
    new DataView(counter.buffer).setUint32(0, bend.counter ?? this.counter);
    return concat(new Uint8Array(rpIdHash), Uint8Array.of(flags), counter, attested);
  }

  /** AAGUID, credential id, and the public key as COSE: {1: 2, 3: -7, -1: 1, -2: x, -3: y}. */
  private async attestedData(): Promise<Uint8Array<ArrayBuffer>> {
    const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', (await this.pair).publicKey);
    const id = bytesOf(this.id);
    return concat(
      new Uint8Array(16),
      Uint8Array.of(id.length >> 8, id.length & 0xff),
      id,
      Uint8Array.of(0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20),
      bytesOf(x),
      Uint8Array.of(0x22, 0x58, 0x20),
      bytesOf(y),
    );
  }
}

/** WebCrypto gives r and s side by side; WebAuthn wants them as an ASN.1 sequence. */
function derOf(raw: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const integer = (part: Uint8Array<ArrayBuffer>) => {
    const from = part.findIndex((byte) => byte !== 0);
    const body = part.slice(from);
    const positive = (body[0] ?? 0) > 0x7f ? concat(Uint8Array.of(0), body) : body;
    return concat(Uint8Array.of(0x02, positive.length), positive);
  };
  const body = concat(integer(raw.slice(0, 32)), integer(raw.slice(32)));
  return concat(Uint8Array.of(0x30, body.length), body);
}

function concat(...parts: readonly Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function base64url(bytes: Uint8Array): string {
  return bytes.toBase64({ alphabet: 'base64url', omitPadding: true });
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.fromBase64(text, { alphabet: 'base64url' });
}
