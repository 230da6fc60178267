import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { type APIRequestContext, type APIResponse, expect, request } from '@playwright/test';
import { codeOfStep, DEMO_TOTP_SECRET, stepAt } from '../../scripts/totp.ts';
import { virtualAddress } from '../../scripts/virtual-address.ts';
import { codeFor } from './inbox.ts';

/** The people of the demo shop, signed in as any client of the API would be. */
export const DEMO_PEOPLE = {
  shopper: 'asha@haat.test',
  'other shopper': 'ravi@haat.test',
  'seller’s owner': 'owner@haat.test',
  'seller’s manager': 'manager@haat.test',
  'seller’s packer': 'packer@haat.test',
  'other seller’s owner': 'other-owner@haat.test',
  'new staff': 'newstaff@haat.test',
  support: 'support@haat.test',
  staff: 'staff@haat.test',
} as const;
export type DemoPerson = keyof typeof DEMO_PEOPLE;

const PASSWORD = 'haat-demo-2026';
export const BASE_URL = process.env.HAAT_URL ?? 'http://127.0.0.1:8787';
const KEPT = path.join('node_modules', '.cache', 'haat-e2e', new URL(BASE_URL).host.replace(':', '-'));
/** Well below the life of an access token: two tests that renew the same session would end it. */
const FRESH_MS = 8 * 60_000;
const LOGIN_MS = 90_000;

/** Somebody who comes from an address of their own. */
export async function visit(name: string, storageState?: string): Promise<APIRequestContext> {
  const headers = { ...virtualAddress(`${name} ${process.pid} ${Math.random()}`), origin: BASE_URL };
  return await request.newContext({ baseURL: BASE_URL, extraHTTPHeaders: headers, storageState });
}

/** A demo person, signed in: one sign-in for all workers and files of a run. Take it as `storageState` of a browser too. */
export async function stateOf(person: DemoPerson): Promise<string> {
  const file = path.join(KEPT, `${DEMO_PEOPLE[person]}.json`);
  const lock = `${file}.lock`;
  mkdirSync(KEPT, { recursive: true });
  for (const startedAt = Date.now(); ; ) {
    if (await stands(file)) return file;
    if (hasTaken(lock)) break;
    // A worker that was killed leaves its lock behind.
    if (Date.now() - startedAt > LOGIN_MS) rmSync(lock, { recursive: true, force: true });
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  try {
    const api = await visit(person);
    await signIn(api, DEMO_PEOPLE[person]);
    await api.storageState({ path: file });
    await api.dispose();
    return file;
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

export async function signedIn(person: DemoPerson): Promise<APIRequestContext> {
  return await visit(person, await stateOf(person));
}

/** By password, and for who has set one up by the code of the app: a code works once, so the next one may be needed. */
async function signIn(api: APIRequestContext, email: string): Promise<void> {
  const answer = await api.post('/api/v1/auth/login', { data: { email, password: PASSWORD } });
  if (answer.status() === 202) return await showCode(api, answer);
  expect(answer.status(), `${email}: ${await answer.text()}`).toBe(200);
}

async function showCode(api: APIRequestContext, asked: APIResponse): Promise<void> {
  const { challengeId } = (await asked.json()) as { challengeId: string };
  let step = 0;
  for (let tries = 1; ; tries++) {
    step = Math.max(step + 1, stepAt(Date.now()));
    const wait = (step - 1) * 30_000 - Date.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait + 500));
    const data = { challengeId, code: codeOfStep(DEMO_TOTP_SECRET, step) };
    const answer = await api.post('/api/v1/auth/second-factor', { data });
    if (answer.ok()) return;
    expect(tries < 5 && answer.status() === 422, `${answer.status()} ${await answer.text()}`).toBe(true);
  }
}

async function stands(file: string): Promise<boolean> {
  if (!existsSync(file) || Date.now() - statSync(file).mtimeMs > FRESH_MS) return false;
  const api = await visit('look', file);
  const answer = await api.get('/api/v1/auth/me');
  await api.dispose();
  return answer.ok();
}

/** Whoever makes the folder has it. */
function hasTaken(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    return false;
  }
}

/** Somebody new, by a code to an e-mail address, for what must not be done to the demo people. */
export async function newPerson(email: string): Promise<APIRequestContext> {
  const api = await visit(email);
  const asked = await api.post('/api/v1/auth/otp/send', { data: { email } });
  expect(asked.status(), await asked.text()).toBe(202);
  const { challengeId } = (await asked.json()) as { challengeId: string };
  const code = await codeFor(api, email);
  const answer = await api.post('/api/v1/auth/otp/verify', { data: { challengeId, code } });
  expect(answer.status(), await answer.text()).toBe(200);
  return api;
}
