export interface Log {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** The one place that writes to the log: a line of JSON with the id of the request, and nothing of any person in it. */
export function logFor(requestId: string): Log {
  const write =
    (level: 'info' | 'error') =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}) =>
      console[level](JSON.stringify({ level, message: masked(message), requestId, ...scrubbedFields(fields, 0) }));
  return { info: write('info'), error: write('error') };
}

/** Deeper than any field that we log, and less than what a circle needs to hang. */
const MAX_DEPTH = 5;
const MAX_CHARACTERS = 4000;

/** Fields by these names say who somebody is, whatever they look like. */
const PERSONAL_FIELDS = new Set([
  'name',
  'email',
  'phone',
  'recipient',
  'address',
  'line',
  'landmark',
  'password',
  'code',
  'token',
  'cookie',
  'ip',
]);

/** What is logged in place of a value: errors as text, texts without what identifies people, circles cut off. */
export function scrubbed(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return masked(withoutParameters(value)).slice(0, MAX_CHARACTERS);
  if (value instanceof Error) return scrubbedError(value, depth);
  if (typeof value !== 'object' || value === null) return typeof value === 'bigint' ? String(value) : value;
  if (depth >= MAX_DEPTH) return '[…]';
  if (Array.isArray(value)) return value.map((each) => scrubbed(each, depth + 1));
  return scrubbedFields(value as Readonly<Record<string, unknown>>, depth + 1);
}

function scrubbedFields(fields: Readonly<Record<string, unknown>>, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      masked(name),
      PERSONAL_FIELDS.has(name) ? '[personal]' : scrubbed(value, depth),
    ]),
  );
}

/** The kind and the words of an error, for a column that staff read: no stack, no parameters, nobody's address. */
export function wordsOf(error: unknown): string {
  return masked(withoutParameters(String(error)));
}

/** The stack, and the stacks of what caused it: the database's own words are in the cause of a failed query. */
function scrubbedError(error: Error, depth: number): string {
  const own = masked(`${error.name}: ${withoutParameters(error.message)}${framesOf(error)}`).slice(0, MAX_CHARACTERS);
  if (error.cause === undefined || depth >= MAX_DEPTH) return own;
  return `${own}\ncaused by ${String(scrubbed(error.cause, depth + 1))}`;
}

/** The frames alone: a stack begins with the message, and a message may be anything. */
function framesOf({ name, message, stack = '' }: Error): string {
  const start = stack.indexOf(message) < 0 ? name.length : stack.indexOf(message) + message.length;
  return stack.slice(start).replace(/^(?!\n)[^\n]*/, '');
}

/** Drizzle says "Failed query: … params: …": the query is ours, the parameters are people's. Frames behind them stay. */
function withoutParameters(text: string): string {
  return text.replace(/(Failed query: [\s\S]*?\nparams: )[\s\S]*?((?:\n {4}at [^\n]*)*)$/, '$1[…]$2');
}

const MASKS: readonly (readonly [RegExp, string])[] = [
  // Tokens first: what is inside them looks like other things.
  [/\beyJ[\w-]{8,}\.[\w-]+\.?[\w-]*/g, '[token]'],
  [/\bbearer\s+[\w.~+/=-]+/gi, 'Bearer [token]'],
  [/\b((?:__Host-)?haat_\w+)=[^;\s"']+/g, '$1=[cookie]'],
  [/\b(?:sk|rk|whsec|rzp)_[\w]+/g, '[secret]'],
  [/[^\s"'`<>()[\]{},;:=/?&|]+(?:@|%40)[^\s"'`<>()[\]{},;:=/?&|@]+\.[^\s"'`<>()[\]{},;:=/?&|@.\\]{2,}/gi, '[e-mail]'],
  [/(?<![\w+])(?:\+|%2B)\d[\d -]{7,16}\d(?!\w)/gi, '[phone]'],
  // An Indian mobile number, with or without its country. Times, amounts and ids have other lengths.
  [/(?<![\w.:-])(?:91[ -]?|0)?[6-9]\d{4}[ -]?\d{5}(?![\w.:])/g, '[phone]'],
];

function masked(text: string): string {
  return MASKS.reduce((rest, [pattern, mask]) => rest.replace(pattern, mask), text);
}
