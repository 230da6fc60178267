import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { askApi } from '../../../test/builders/api-routes.ts';
import { givenContext } from '../../../test/builders/context.ts';
import { givenParcels } from '../../../test/builders/fulfilment.ts';
import { givenPerson, type Person } from '../../../test/builders/person.ts';
import { actAs, type Context, createContext } from '../../context.ts';
import type { Channel } from '../../notifications/channel.ts';
import { sendParcelUpdate } from '../../notifications/send-parcel-update.ts';
import { openCodeChallenge, takeCode } from '../challenge.ts';
import { askForContact, proveContact } from './change-contact.ts';
import { changeProfile } from './change-profile.ts';
import { findProfile } from './find-profile.ts';
import { removeContact } from './remove-contact.ts';

const SETTINGS = {
  ...{ EMAIL_API_URL: 'http://mail.test/', EMAIL_API_KEY: 'k', EMAIL_FROM: 'shop@haat.test' },
  ...{ SMS_API_URL: 'http://sms.test/', SMS_API_KEY: 'k', SMS_SENDER: 'HAATIN' },
};

/** What was sent, by its recipient. */
let sent: { to: string; text: string }[] = [];

beforeEach(() => {
  sent = [];
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (_url, init) => {
    sent.push(JSON.parse(String(init?.body)) as (typeof sent)[number]);
    return new Response('{}');
  });
  return () => vi.restoreAllMocks();
});

/** A person whose shop sends messages; `settle` waits for what the answer does not wait for. */
async function givenReachable(changes: Parameters<typeof givenPerson>[0] = {}) {
  const person = await givenPerson(changes);
  const works: Promise<unknown>[] = [];
  const later = (work: Promise<unknown>) => void works.push(work);
  const ctx = createContext({ env: { ...env, ...SETTINGS }, actor: person.actor, later });
  const again = async (): Promise<Context> => {
    const profile = await findProfile(person.ctx);
    return actAs(ctx, { ...person.actor, email: profile.email, phone: profile.phone });
  };
  return { ...person, ctx, again, settle: () => Promise.all(works.splice(0)) };
}

const codeOf = (to: string) => /\b\d{6}\b/.exec(sent.findLast((each) => each.to === to)?.text ?? '')?.[0] ?? '';

describe('the profile', () => {
  test('is changed field by field', async () => {
    const { ctx } = await givenPerson({ name: '' });
    expect(await findProfile(ctx)).toMatchObject({ name: '', locale: 'en', preferences: { parcelUpdates: true } });
    await Promise.all([
      changeProfile(ctx, { preferences: { parcelUpdates: false } }),
      changeProfile(ctx, { preferences: { offers: true } }),
      changeProfile(ctx, { name: 'Asha', locale: 'hi' }),
    ]);
    expect(await changeProfile(ctx, {})).toMatchObject({
      ...{ name: 'Asha', locale: 'hi', preferences: { parcelUpdates: false, offers: true } },
    });
  });

  test('says which field is wrong', async () => {
    const { headers } = await givenPerson();
    const answer = await askApi('/account/profile', {
      method: 'PATCH',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ name: ' ', email: 'mallory@haat.test' }),
    });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('"field":"name"');
    expect(answer.text).toContain('"field":"email"');
  });
});

test('whoever wants no news of parcels gets none; what they must know is sent all the same', async () => {
  const { actor, ctx } = await givenPerson();
  const given = await givenParcels({ ownerKey: `user:${actor.userId}`, parcelStatus: 'shipped' });
  const messages: string[] = [];
  const channel: Channel = { send: async ({ subject }) => void messages.push(subject) };
  await changeProfile(ctx, { preferences: { parcelUpdates: false } });
  await sendParcelUpdate(givenContext(), given.id, 'parcel.shipped', channel);
  expect(messages).toEqual([]);
  await changeProfile(ctx, { preferences: { parcelUpdates: true } });
  await sendParcelUpdate(givenContext(), given.id, 'parcel.delivered', channel);
  expect(messages).toHaveLength(1);
});

describe.each([
  { kind: 'email', fresh: () => `new-${crypto.randomUUID()}@haat.test` },
  { kind: 'phone', fresh: () => `+9198${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}` },
] as const)('another $kind', ({ kind, fresh }) => {
  const former = () => ({ [kind]: fresh() }) as { email: string } | { phone: string };

  test('is theirs once the code was right, and the one before is told', async () => {
    const given = former();
    const { ctx, settle } = await givenReachable(given);
    const wanted = fresh();
    const { challengeId } = await askForContact(ctx, kind, wanted);
    await settle();
    expect((await findProfile(ctx))[kind]).toBe(Object.values(given)[0]);
    await expect(proveContact(ctx, kind, { challengeId, code: '000000' })).rejects.toMatchObject({
      code: 'wrong_code',
    });
    const code = codeOf(wanted);
    await proveContact(ctx, kind, { challengeId, code });
    await settle();
    expect((await findProfile(ctx))[kind]).toBe(wanted);
    expect(sent.at(-1)?.to).toBe(Object.values(given)[0]);
    expect(sent.at(-1)?.text).not.toContain(wanted);
    await expect(proveContact(ctx, kind, { challengeId, code })).rejects.toMatchObject({ code: 'code_expired' });
  });

  test('that another account has is refused, but only to who has proved it', async () => {
    const taken = fresh();
    await givenPerson({ [kind]: taken });
    const { ctx, settle } = await givenReachable(former());
    const before = await findProfile(ctx);
    const { challengeId } = await askForContact(ctx, kind, taken);
    await settle();
    const answer = { challengeId, code: codeOf(taken) };
    await expect(proveContact(ctx, kind, answer)).rejects.toMatchObject({ code: 'address_taken' });
    expect(await findProfile(ctx)).toEqual(before);
  });

  test('two accounts that prove the same one at once: one has it', async () => {
    const wanted = fresh();
    const people = [await givenReachable(former()), await givenReachable(former())];
    const answers: { challengeId: string; code: string }[] = [];
    for (const { ctx, settle } of people) {
      const { challengeId } = await askForContact(
        { ...ctx, now: ctx.now + answers.length * 60_000 } as Context,
        kind,
        wanted,
      );
      await settle();
      answers.push({ challengeId, code: codeOf(wanted) });
    }
    const ends = await Promise.allSettled(
      people.map(({ ctx }, index) => proveContact(ctx, kind, answers[index] ?? { challengeId: '', code: '' })),
    );
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('is not proved by somebody else, nor asked for long after the last proof', async () => {
    const { ctx, actor, settle } = await givenReachable(former());
    const wanted = fresh();
    const { challengeId } = await askForContact(ctx, kind, wanted);
    await settle();
    const other = await givenPerson();
    const answer = { challengeId, code: codeOf(wanted) };
    await expect(proveContact(other.ctx, kind, answer)).rejects.toMatchObject({ code: 'code_expired' });
    expect((await findProfile(other.ctx))[kind]).not.toBe(wanted);
    const stale = actAs(ctx, { ...actor, authenticatedAt: ctx.now - 11 * 60_000 });
    for (const work of [() => askForContact(stale, kind, fresh()), () => removeContact(stale, kind)]) {
      await expect(work()).rejects.toMatchObject({ code: 'reauthentication_required' });
    }
  });
});

test('the first address or number is told where they could be reached before', async () => {
  const phone = `+9195${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`;
  const byMail = await givenReachable();
  const byPhone = await givenReachable({ email: null, phone: phone.replace('+9195', '+9194') });
  for (const [{ ctx, settle, actor }, kind, wanted, words] of [
    [byMail, 'phone', phone, 'A mobile number was added'],
    [byPhone, 'email', `first-${crypto.randomUUID()}@haat.test`, 'An e-mail address was added'],
  ] as const) {
    const { challengeId } = await askForContact(ctx, kind, wanted);
    await settle();
    await proveContact(ctx, kind, { challengeId, code: codeOf(wanted) });
    await settle();
    expect(sent.at(-1)).toMatchObject({ to: actor.email ?? actor.phone, text: expect.stringContaining(words) });
  }
});

describe('taking one off', () => {
  const PHONE = () => `+9197${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`;

  test('needs another way in; both at once leave one', async () => {
    const { ctx, settle } = await givenReachable({ phone: PHONE() });
    const ends = await Promise.allSettled([removeContact(ctx, 'email'), removeContact(ctx, 'phone')]);
    await settle();
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const { email, phone } = await findProfile(ctx);
    expect([email, phone].filter((each) => each !== null)).toHaveLength(1);
    expect(sent).toHaveLength(1);
  });

  test('ends the codes that went there, unless it stays', async () => {
    const { ctx, actor } = await givenReachable();
    const draft = { purpose: 'sign_in', channel: 'email', recipient: actor.email ?? '' } as const;
    const first = await openCodeChallenge(ctx, draft);
    await expect(removeContact(ctx, 'email')).rejects.toMatchObject({ code: 'last_way_in' });
    expect((await takeCode(ctx, ['sign_in'], first)).recipient).toBe(actor.email);
    const second = await openCodeChallenge(ctx, draft);
    await givenPasskey(ctx);
    await removeContact(ctx, 'email');
    await expect(takeCode(ctx, ['sign_in'], second)).rejects.toMatchObject({ code: 'code_expired' });
  });

  test('a passkey is another way; without, it is refused', async () => {
    const { ctx, again } = await givenReachable();
    await expect(removeContact(ctx, 'email')).rejects.toMatchObject({ code: 'last_way_in' });
    await givenPasskey(ctx);
    await removeContact(ctx, 'email');
    expect(await findProfile(ctx)).toMatchObject({ email: null });
    await removeContact(await again(), 'email');
  });

  async function givenPasskey({ actor }: Context) {
    const { userId } = actor as Person['actor'];
    await env.DB.prepare(
      `INSERT INTO passkeys (id, user_id, public_key, counter, transports, is_backed_up, name, created_at)
       VALUES (?, ?, 'k', 0, '[]', 0, 'Phone', 1)`,
    )
      .bind(crypto.randomUUID(), userId)
      .run();
  }
});
