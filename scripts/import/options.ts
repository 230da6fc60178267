import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { DEFAULT_SELLER, DEFAULT_STOCK } from '../../workers/catalog/import/schemas.ts';
import { ImportFailure } from './import-failure.ts';

export interface ImportOptions {
  readonly file: string;
  readonly url: string;
  readonly login: { readonly email: string; readonly password: string };
  readonly isDryRun: boolean;
  readonly sellerSlug: string;
  readonly defaultStock: number;
  readonly reportFile: string | null;
}

export const HELP = `
npm run import -- FILE [options]        FILE is a CSV or CSV.gz of listings: docs/import.md

  --dry-run        judge every row, write nothing
  --url URL        the shop; default http://127.0.0.1:8787
  --seller SLUG    whose listings these are; default ${DEFAULT_SELLER}, made on demand outside production
  --stock N        pieces of a new listing whose row does not say; default ${DEFAULT_STOCK}
  --report FILE    write the rejected rows to a CSV: line, field, reason

Signs in with HAAT_STAFF_EMAIL and HAAT_STAFF_PASSWORD; a shop on this machine takes the demo login.
`;

/** Null when help is asked for. Throws an ImportFailure that says what is wrong with the command line. */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv = process.env): ImportOptions | null {
  const { values, positionals } = parsed(args);
  if (values.help === true) return null;
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0) throw new ImportFailure(`Which file? ${HELP}`);
  // npm runs scripts in the project's folder and says where the person was.
  const from = env.INIT_CWD ?? process.cwd();
  const file = path.resolve(from, name);
  if (!existsSync(file)) throw new ImportFailure(`There is no file ${file}.`);
  const url = shopUrl(values.url ?? env.HAAT_URL ?? `http://127.0.0.1:${env.HAAT_PORT ?? 8787}`);
  return {
    file,
    url: url.origin,
    login: loginFor(url, env),
    isDryRun: values['dry-run'] ?? false,
    sellerSlug: values.seller ?? DEFAULT_SELLER,
    defaultStock: wholeNumber(values.stock ?? String(DEFAULT_STOCK)),
    reportFile: values.report === undefined ? null : path.resolve(from, values.report),
  };
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { 'dry-run': flag, help: flag, url: text, seller: text, stock: text, report: text },
    });
  } catch (error) {
    throw new ImportFailure(`${error instanceof Error ? error.message : String(error)} ${HELP}`);
  }
}

function shopUrl(text: string): URL {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) throw new ImportFailure(`Not an address of a shop: ${text}`);
  return url;
}

function loginFor(url: URL, env: NodeJS.ProcessEnv): ImportOptions['login'] {
  const { HAAT_STAFF_EMAIL: email, HAAT_STAFF_PASSWORD: password } = env;
  if (email !== undefined && password !== undefined) return { email, password };
  if (['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)) {
    return { email: 'staff@haat.test', password: 'haat-demo-2026' };
  }
  throw new ImportFailure(`Set HAAT_STAFF_EMAIL and HAAT_STAFF_PASSWORD to a staff login of ${url.origin}.`);
}

function wholeNumber(text: string): number {
  if (!/^\d{1,7}$/.test(text)) throw new ImportFailure(`--stock takes a whole number, not '${text}'.`);
  return Number(text);
}
