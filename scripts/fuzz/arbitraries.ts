import fc from 'fast-check';
import type { JsonSchema, Operation } from './read-operations.ts';

/** One request, as bytes would say it: nothing is normalised on the way. */
export interface FuzzRequest {
  readonly method: string;
  readonly path: string;
  /** Pairs, as a name may come twice. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | null;
}

export const MARKUP = '<img src=x onerror=alert(1)>';
export const QUOTE_BREAKER = '"><script>alert(1)</script>';

/** What has broken other shops. */
const ODD_TEXTS: readonly string[] = [
  '',
  ' ',
  "' OR 1=1 --",
  "'; DROP TABLE users; --",
  '") UNION SELECT password_hash FROM users --',
  '* NEAR "a" AND (',
  MARKUP,
  QUOTE_BREAKER,
  '{{7*7}}',
  '#{7*7}',
  '../../../../etc/passwd',
  '%2e%2e%2fadmin',
  '%2561dmin',
  '\u0000',
  'a\u0000b',
  '\ufeff',
  '\u202Egnp.exe',
  '\ud800',
  '👩‍👩‍👧‍👦',
  'हाट',
  'ﷺ'.repeat(50),
  'e\u0301'.repeat(200),
  'A'.repeat(5_000),
  '9'.repeat(400),
  '-1',
  '0',
  '1e308',
  'NaN',
  'null',
  'true',
  '__proto__',
  'constructor',
  '2026-13-45T99:99:99Z',
  'javascript:alert(1)',
  'http://169.254.169.254/latest/meta-data',
  'a@b',
  '+91 98765 43210',
];
const ODD_NUMBERS: readonly number[] = [-1, 0, 0.1, 1e21, -1e21, Number.MAX_SAFE_INTEGER, 2 ** 53, 2 ** 31, 1e-7];

const oddText = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...ODD_TEXTS) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
);

const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  oddText,
  fc.constantFrom<unknown>(...ODD_NUMBERS, null, true, false, [], {}, [[]], { toString: 1 }, { length: 1e9 }),
  fc.array(oddText, { maxLength: 5 }),
  fc.constant(Array.from({ length: 3_000 }, () => 0)),
  fc.dictionary(fc.constantFrom('__proto__', 'id', '$gt', 'constructor', 'a'), oddText, { maxKeys: 3 }),
  fc.json({ maxDepth: 3 }).map((text) => JSON.parse(text) as unknown),
);

/** Values that the shop has, by the name of the parameter that takes them: 'orderNo', 'sku'. */
export type Known = Readonly<Record<string, readonly string[]>>;

/** A request of an operation: mostly right, with something wrong in it. */
export function requestOf(operation: Operation, known: Known): fc.Arbitrary<FuzzRequest> {
  const { method, path, parameters, body } = operation;
  const places = parameters.filter((parameter) => parameter.in === 'path');
  const queries = parameters.filter((parameter) => parameter.in === 'query');
  return fc
    .record({
      places: fc.tuple(...places.map(({ name, schema }) => mixed({ ...schema, ...knownOf(known, name) }, 3))),
      queries: fc.tuple(...queries.map(({ schema }) => fc.option(mixed(schema, 1), { nil: undefined, freq: 2 }))),
      extra: fc.option(fc.tuple(oddText, oddText), { nil: undefined, freq: 8 }),
      headers: oddHeaders,
      body: body === null ? fc.option(oddBody, { nil: null, freq: 6 }) : bodyOf(body),
    })
    .map((drawn) => {
      const place = path.replace(/\{(\w+)\}/g, (_, name: string) => {
        const index = places.findIndex((parameter) => parameter.name === name);
        return encoded(textOf(drawn.places[index]));
      });
      const query = [
        ...queries.flatMap(({ name }, index) => {
          const value = drawn.queries[index];
          return value === undefined ? [] : [`${encoded(name)}=${encoded(textOf(value))}`];
        }),
        ...(drawn.extra === undefined ? [] : [`${encoded(drawn.extra[0])}=${encoded(drawn.extra[1])}`]),
      ].join('&');
      const hasBody = method !== 'GET' && method !== 'HEAD';
      return {
        method,
        path: query === '' ? place : `${place}?${query}`,
        headers: drawn.headers,
        body: hasBody ? drawn.body : null,
      };
    });
}

function knownOf(known: Known, name: string): JsonSchema {
  const values = known[name] ?? [];
  return values.length === 0 ? {} : { enum: values, example: undefined };
}

/** Paths that try to reach by writing what a guard looks for in another way. */
const TRICKS: readonly string[] = [
  '/%2561dmin/',
  '/%61dmin',
  '//admin',
  '/admin/..;/admin',
  '/./admin',
  '/orders/../admin',
  '/ADMIN',
  '/admin%00',
  '/admin%2F',
  '/admin;a=b',
  '/%2e%2e/admin',
  '/api/v1/%61dmin/orders',
  '/api/v1/%2561dmin/orders',
  '/api/v1//admin/orders',
  '/api/v1/admin/../admin/orders',
  '/api/v1/products/..%2fadmin%2forders',
  '/api/v1/products/%2e%2e/admin/orders',
  '/api/v1/ADMIN/orders',
  '/api//v1/admin/orders',
  '/api/v1/admin/orders/',
  '/api/v1/admin/orders%20',
  '/media/..%2f..%2fsecret',
  '/media/../api/v1/admin/orders',
  '/sandbox/..%2fapi%2fv1%2fadmin%2forders',
  '/_astro/../admin',
  '/account%2fsecurity',
  '/%E0%A4%A',
  '/%',
  '/p/%00',
  `/c/${'a'.repeat(3_000)}`,
  `/search?q=${'%F0%9F%91%A9'.repeat(300)}`,
  '/search?page=1000000&min=-5&max=abc&sort=nothing',
  `/search?q=${encodeURIComponent(MARKUP)}`,
  `/login?next=${encodeURIComponent('//evil.example')}`,
  `/login?next=${encodeURIComponent(`javascript:alert(1)//${MARKUP}`)}`,
  '/?lang=%00&lang=xx',
];

export const trickRequest: fc.Arbitrary<FuzzRequest> = fc.record({
  method: fc.constantFrom('GET', 'GET', 'GET', 'POST', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'PATCH', 'PROPFIND'),
  path: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...TRICKS) },
    { weight: 1, arbitrary: oddText.map((text) => `/${encoded(text)}`) },
    { weight: 1, arbitrary: oddText.map((text) => `/p/${encoded(text)}`) },
    { weight: 1, arbitrary: oddText.map((text) => `/search?q=${encoded(text)}`) },
  ),
  headers: fc.constantFrom<FuzzRequest['headers'][]>(
    [],
    [['cookie', 'haat_access=a; haat_access=b; haat_refresh=x; haat_guest=gst_x.y; haat_flash=%7B']],
    [['cookie', `haat_name=${'x'.repeat(3_000)}`]],
    [
      ['x-forwarded-host', 'evil.example'],
      ['x-original-url', '/admin'],
      ['x-rewrite-url', '/admin'],
    ],
  ),
  body: fc.constant(null),
});

/** Headers that say a thing twice, or nonsense. `ip` is put in by the sender. */
const oddHeaders: fc.Arbitrary<FuzzRequest['headers']> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<FuzzRequest['headers']>([]) },
  {
    weight: 4,
    arbitrary: fc.constantFrom<FuzzRequest['headers'][]>(
      [
        ['content-type', 'application/json'],
        ['content-type', 'text/plain'],
      ],
      [
        ['idempotency-key', 'a'.repeat(20)],
        ['idempotency-key', 'b'.repeat(20)],
      ],
      [['idempotency-key', 'x'.repeat(2_000)]],
      [
        ['origin', 'https://evil.example'],
        ['origin', 'http://127.0.0.1:8787'],
      ],
      [['origin', 'null']],
      [
        ['authorization', 'Bearer a.b.c'],
        ['authorization', 'Bearer d.e.f'],
      ],
      [['authorization', 'Basic Og==']],
      [['authorization', 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1c3JfMSJ9.']],
      [['cookie', 'haat_refresh=1; haat_refresh=2; haat_guest=gst_00000000000000000000000000.AAAA']],
      [['accept-language', `hi,${'en,'.repeat(500)}`]],
      [['accept', 'text/html']],
      [['if-none-match', '"'.repeat(300)]],
      [['range', 'bytes=0-18446744073709551615']],
      [['x-request-id', MARKUP]],
      [['cf-access-jwt-assertion', 'a.b.c']],
    ),
  },
);

const oddBody = fc.oneof(
  oddValue.map((value) => JSON.stringify(value) ?? ''),
  fc.constantFrom('', '{', '[', '{"a":', '[1,2', 'null', '"', '\u0000', `${'['.repeat(5_000)}${']'.repeat(5_000)}`),
  fc.constant(`{"a":${'1'.repeat(1_000)}}`),
  fc.constant('{"name":"a","name":"b","quantity":1,"quantity":2}'),
  fc.constant(JSON.stringify({ text: 'x'.repeat(300_000) })),
);

/** Right, with one member wrong, missing or too many; or no such thing at all. */
function bodyOf(schema: JsonSchema): fc.Arbitrary<string> {
  const right = valid(schema);
  const bent = right.chain((value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return oddValue;
    const names = Object.keys(value);
    const member = names.length === 0 ? fc.constant('a') : fc.constantFrom(...names);
    return fc.oneof(
      fc.tuple(member, oddValue).map(([name, odd]) => ({ ...value, [name]: odd })),
      member.map((name) => Object.fromEntries(Object.entries(value).filter(([key]) => key !== name))),
      fc.tuple(oddText, oddValue).map(([name, odd]) => ({ ...value, [name]: odd })),
    );
  });
  return fc.oneof(
    { weight: 2, arbitrary: right.map((value) => JSON.stringify(value)) },
    { weight: 5, arbitrary: bent.map((value) => JSON.stringify(value) ?? '') },
    { weight: 2, arbitrary: oddBody },
  );
}

/** Right more often than not when `rightWeight` is high: something has to get past the first check. */
function mixed(schema: JsonSchema, rightWeight: number): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: rightWeight, arbitrary: valid(schema) }, { weight: 1, arbitrary: oddText });
}

function valid(schema: JsonSchema): fc.Arbitrary<unknown> {
  if (schema.example !== undefined) return fc.constant(schema.example);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined && schema.enum.length > 0) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined && choices.length > 0) return fc.oneof(...choices.map(valid));
  if (schema.allOf !== undefined) {
    return fc.tuple(...schema.allOf.map(valid)).map((parts) => Object.assign({}, ...parts) as unknown);
  }
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  switch (type) {
    case 'object':
      return fc.record(Object.fromEntries(Object.entries(schema.properties ?? {}).map(([k, v]) => [k, valid(v)])));
    case 'array':
      return fc.array(valid(schema.items ?? {}), { maxLength: 2 });
    case 'integer':
    case 'number':
      return fc.integer({ min: Math.max(schema.minimum ?? 0, -1000), max: Math.min(schema.maximum ?? 1000, 1000) });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return fc.constantFrom('asha@haat.test', '560001', 'HAAT-0001', 'abcdefgh-01234567', 'kurta', '9876543210');
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** A lone surrogate has no bytes: it is sent as what a browser makes of it. */
function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
