/** `npm run dev`: the shop with hot reload; everything else is as in `npm start`. */
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { developmentVars, prepareShop, ROOT, startAstro, startSandbox } from './shop.ts';

const port = Number(process.env.HAAT_PORT ?? 8787);
const log = (line: string) => console.log(line);
const stateDir = path.resolve(ROOT, process.env.HAAT_STATE ?? '.wrangler/state');
const url = `http://localhost:${port}`;
const sandboxUrl = `http://127.0.0.1:${port + 1}`;
const secrets = path.join(ROOT, '.dev.vars');

if (!existsSync(secrets)) {
  const vars = Object.entries(developmentVars(url, sandboxUrl));
  writeFileSync(secrets, `${vars.map(([name, value]) => `${name}="${value}"`).join('\n')}\n`);
}
await prepareShop({ stateDir, log, build: null });
const children = [startSandbox({ port: port + 1, shopUrl: url, stateDir, log }), startAstro(port, log)];
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    for (const child of children) child.kill(signal);
    process.exit(0);
  });
}
