import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { DEFAULT_SELLER, DEFAULT_STOCK } from '../../workers/catalog/import/schemas.ts';
import { ScriptFailure } from '../script-failure.ts';
import type { Login } from '../staff-client.ts';
import { loginFor, shopUrl } from '../staff-login.ts';

export interface ImportOptions {
  readonly file: string;
  readonly url: string;
  readonly login: Login;
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

Signs in with HAAT_STAFF_EMAIL, HAAT_STAFF_PASSWORD and HAAT_STAFF_TOTP_SECRET; a shop on this machine takes the demo
login.
`;

/** Null when help is asked for. Throws an ScriptFailure that says what is wrong with the command line. */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv = process.env): ImportOptions | null {
  const { values, positionals } = parsed(args);
  if (values.help === true) return null;
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0) throw new ScriptFailure(`Which file? ${HELP}`);
  // npm runs scripts in the project's folder and says where the person was.
  const from = env.INIT_CWD ?? process.cwd();
  const file = path.resolve(from, name);
  if (!existsSync(file)) throw new ScriptFailure(`There is no file ${file}.`);
  const url = shopUrl(values.url, env);
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
    throw new ScriptFailure(`${error instanceof Error ? error.message : String(error)} ${HELP}`);
  }
}

function wholeNumber(text: string): number {
  if (!/^\d{1,7}$/.test(text)) throw new ScriptFailure(`--stock takes a whole number, not '${text}'.`);
  return Number(text);
}
