import type { APIContext } from 'astro';
import { changeRole } from '../../workers/admin/change-role.ts';
import { findPerson } from '../../workers/admin/find-person.ts';
import { findSellerId } from '../../workers/admin/find-seller-id.ts';
import { listPeople } from '../../workers/admin/list-people.ts';
import {
  type People,
  type Person,
  peopleQuerySchema,
  roleChangeSchema,
  suspensionSchema,
  userIdSchema,
} from '../../workers/admin/people-schemas.ts';
import { restorePerson } from '../../workers/admin/restore-person.ts';
import { suspendPerson } from '../../workers/admin/suspend-person.ts';
import type { Context } from '../../workers/context.ts';
import { AppError, fieldError } from '../../workers/http/problem.ts';
import { t } from '../i18n/t.ts';
import { type FieldErrors, whatIsWrong } from './field-errors.ts';
import { leaveFlash } from './flash.ts';
import { readForm, seeOther } from './form.ts';
import { parsed } from './parsed.ts';

export interface PeoplePage extends People {
  readonly q: string;
  readonly role: string;
  readonly isFirst: boolean;
}

/** GET /admin/people {q, role, before}: what is asked for in a way that we do not know is not asked for. */
export async function peoplePage({ locals, url }: APIContext): Promise<PeoplePage> {
  const of = (name: string) => url.searchParams.get(name) || undefined;
  const { q, role, cursor } = peopleQuerySchema.shape;
  const query = {
    q: q.safeParse(of('q')).data,
    role: role.safeParse(of('role')).data,
    cursor: cursor.safeParse(of('before')).data,
  };
  const people = await listPeople(locals.ctx, query);
  return { ...people, q: query.q ?? '', role: query.role ?? '', isFirst: query.cursor === undefined };
}

export interface PersonPage {
  readonly person: Person;
  readonly errors: FieldErrors;
  readonly problem: string | null;
  /** The form that was refused; null on a first look. */
  readonly sent: URLSearchParams | null;
}

/** GET and POST of /admin/people/[userId] {do, reason, role, permissions, jobs, seller, sellerRole}. */
export async function personPage(page: APIContext): Promise<PersonPage | Response> {
  const { request, locals, params, cookies } = page;
  const userId = userIdSchema.safeParse(params.userId).data;
  if (userId === undefined) throw new AppError('not_found', 'There is no such person.');
  if (request.method !== 'POST') {
    return { person: await findPerson(locals.ctx, userId), errors: {}, problem: null, sent: null };
  }
  const sent = await readForm(request);
  try {
    leaveFlash(cookies, 'good', await act(locals.ctx, userId, sent));
    return seeOther(`/admin/people/${userId}`);
  } catch (error) {
    return { person: await findPerson(locals.ctx, userId), sent, ...whatIsWrong(error) };
  }
}

/** What has happened, in words. */
async function act(ctx: Context, userId: string, form: URLSearchParams): Promise<string> {
  switch (form.get('do')) {
    case 'suspend':
      await suspendPerson(ctx, userId, parsed(suspensionSchema, { reason: form.get('reason') ?? '' }));
      return t('people.suspended.done');
    case 'restore':
      await restorePerson(ctx, userId);
      return t('people.restored.done');
    case 'role':
      await changeRole(ctx, userId, parsed(roleChangeSchema, await roleIn(ctx, form)));
      return t('people.role.done');
    default:
      throw new AppError('not_found', 'There is no such act.');
  }
}

/** Only what belongs to the role: the ticks for staff stay on the page when somebody becomes a shopper. */
async function roleIn(ctx: Context, form: URLSearchParams): Promise<unknown> {
  const role = form.get('role');
  if (role === 'staff') return { role, permissions: form.getAll('permissions'), jobs: form.getAll('jobs') };
  if (role !== 'seller') return { role };
  const sellerId = await findSellerId(ctx, form.get('seller') ?? '');
  if (sellerId === null) throw fieldError('seller.sellerId', t('people.seller.unknown'));
  return { role, seller: { sellerId, role: form.get('sellerRole') } };
}
