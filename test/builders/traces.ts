import { listDurableObjectIds, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { pdfText } from './pdf-text.ts';

/** A place where the shop keeps something, and all that is in it. */
interface Place {
  readonly name: string;
  readonly text: string;
}

/** Where each of the words stands, in any spelling of its letters: 'orders.email', 'DOCUMENTS invoices/…'. */
export async function findTraces(words: readonly string[]): Promise<Readonly<Record<string, readonly string[]>>> {
  const places = [...(await databasePlaces()), ...(await documentPlaces()), ...(await objectPlaces())];
  return Object.fromEntries(
    words.map((word) => {
      const wanted = word.toLowerCase();
      const found = places.filter(({ text }) => text.toLowerCase().includes(wanted));
      return [word, [...new Set(found.map(({ name }) => name))]];
    }),
  );
}

/** Every column of every table: also those of full-text indexes, and those that nobody has thought of. */
async function databasePlaces(): Promise<Place[]> {
  const { results: tables } = await env.DB.prepare(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\'`,
  ).all<{ name: string }>();
  const places: Place[] = [];
  for (const { name } of tables) {
    const { results } = await env.DB.prepare(`SELECT * FROM "${name}"`).all<Record<string, unknown>>();
    for (const row of results) {
      for (const [column, value] of Object.entries(row))
        places.push({ name: `${name}.${column}`, text: textOf(value) });
    }
  }
  return places;
}

async function documentPlaces(): Promise<Place[]> {
  const places: Place[] = [];
  for (const [bucketName, bucket] of [
    ['DOCUMENTS', env.DOCUMENTS],
    ['MEDIA', env.MEDIA],
  ] as const) {
    for (let cursor: string | undefined; ; ) {
      const page = await bucket.list(cursor === undefined ? {} : { cursor });
      for (const { key, customMetadata = {} } of page.objects) {
        const body = await (await bucket.get(key))?.arrayBuffer();
        const text = body === undefined ? '' : key.endsWith('.pdf') ? await pdfText(body) : textOf(body);
        places.push({ name: `${bucketName} ${key}`, text: `${key}\n${JSON.stringify(customMetadata)}\n${text}` });
      }
      if (!page.truncated) break;
      cursor = page.cursor;
    }
  }
  return places;
}

/** Every cart and every stock object: its tables, and what it keeps beside them. */
async function objectPlaces(): Promise<Place[]> {
  const places: Place[] = [];
  for (const [kind, namespace] of [
    ['CART', env.CART],
    ['STOCK', env.STOCK],
  ] as const) {
    for (const id of await listDurableObjectIds(namespace as DurableObjectNamespace)) {
      const text = await storedIn((namespace as DurableObjectNamespace).get(id));
      places.push({ name: `${kind} ${id}`, text });
    }
  }
  return places;
}

/** All that an object has stored, as text; '' when there is nothing. */
export async function storedIn(stub: DurableObjectStub): Promise<string> {
  return await runInDurableObject(stub, async (_object, { storage }) => {
    const tables = storage.sql.exec<{ name: string }>(`SELECT name FROM sqlite_master WHERE type = 'table'`).toArray();
    const own = tables.filter(({ name }) => !name.startsWith('_cf_') && !name.startsWith('sqlite_'));
    const rows = own.flatMap(({ name }) => storage.sql.exec(`SELECT * FROM "${name}"`).toArray());
    const kept = [...(await storage.list())];
    return [...own.map(({ name }) => name), ...rows.map((row) => JSON.stringify(row)), ...kept.map(String)].join('\n');
  });
}

function textOf(value: unknown): string {
  if (value instanceof ArrayBuffer) return new TextDecoder('latin1').decode(value);
  // D1 gives blobs as arrays of bytes.
  if (Array.isArray(value)) return String.fromCharCode(...(value as number[]).slice(0, 100_000));
  return value === null ? '' : String(value);
}
