/** One id per record: prefix + ULID, typed per kind. They carry no meaning beyond their kind. */
export const ID_PREFIXES = {
  address: 'adr',
  audit: 'aud',
  brand: 'brd',
  cancellation: 'ccl',
  category: 'cat',
  challenge: 'chl',
  creditNote: 'crn',
  deadLetter: 'ddl',
  event: 'evt',
  fulfilment: 'ful',
  guest: 'gst',
  import: 'imp',
  inboxMessage: 'whk',
  invoice: 'inv',
  listing: 'lst',
  media: 'med',
  notification: 'ntf',
  order: 'ord',
  orderLine: 'oln',
  payment: 'pay',
  product: 'prd',
  promotion: 'prm',
  rebuild: 'rbd',
  refund: 'rfd',
  request: 'req',
  seller: 'sel',
  session: 'ses',
  signIn: 'sgn',
  synonym: 'syn',
  user: 'usr',
  variant: 'var',
} as const;

export type IdKind = keyof typeof ID_PREFIXES;
export type Id<Kind extends IdKind> = `${(typeof ID_PREFIXES)[Kind]}_${string}`;

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A ULID: 48 bits of time, 80 bits of the given randomness (10 bytes), Crockford base 32. */
export function ulid(atMs: number, random: Uint8Array): string {
  let time = '';
  for (let rest = atMs, index = 0; index < 10; index++, rest = Math.floor(rest / 32)) {
    time = `${CROCKFORD[rest % 32]}${time}`;
  }
  let tail = '';
  let bits = 0;
  let buffer = 0;
  for (const byte of random.subarray(0, 10)) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      tail += CROCKFORD[(buffer >> bits) & 31];
    }
    buffer &= (1 << bits) - 1;
  }
  return time + tail;
}

export function idOf<Kind extends IdKind>(kind: Kind, atMs: number, random: Uint8Array): Id<Kind> {
  return `${ID_PREFIXES[kind]}_${ulid(atMs, random)}` as Id<Kind>;
}
