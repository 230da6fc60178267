import { and, desc, eq, lt, type SQL, sql } from 'drizzle-orm';
import { parseMobile } from '../accounts/phone.ts';
import { type Context, requirePermission } from '../context.ts';
import { users } from '../db/schema/accounts.ts';
import { permissionsOf } from '../domain/role.ts';
import { iso, isoOrNull } from '../http/iso.ts';
import { PAGE_SIZE, pageOf } from '../http/list-page.ts';
import type { People, PeopleQuery } from './people-schemas.ts';

/** Columns of a person that staff may see in a list. No hash is among them. */
export const personColumns = {
  id: users.id,
  name: users.name,
  email: users.email,
  phone: users.phone,
  role: users.role,
  permissions: users.permissions,
  createdAt: users.createdAt,
  suspendedAt: users.suspendedAt,
  deletedAt: users.deletedAt,
};

type PersonRow = Pick<typeof users.$inferSelect, keyof typeof personColumns>;

/** Newest first: all, those of a role, or the one whom somebody asks about. */
export async function listPeople(ctx: Context, { q = '', role, cursor }: PeopleQuery): Promise<People> {
  requirePermission(ctx, 'people.read');
  const rows = await ctx.db
    .select(personColumns)
    .from(users)
    .where(
      and(
        q === '' ? undefined : matching(q),
        role === undefined ? undefined : eq(users.role, role),
        cursor === undefined ? undefined : lt(users.id, cursor),
      ),
    )
    .orderBy(desc(users.id))
    .limit(PAGE_SIZE + 1);
  const { page, nextCursor } = pageOf(rows);
  return { people: page.map(presentPerson), nextCursor };
}

/** By what the words look like, whole: each has its index, and nobody is found by guessing at parts. */
function matching(q: string): SQL {
  if (q.includes('@')) return eq(users.email, q.toLowerCase());
  const phone = parseMobile(q);
  // What is neither is an id, or nobody.
  return phone === null ? eq(users.id, q) : sql`${users.phone} = ${phone}`;
}

export function presentPerson({ permissions, createdAt, suspendedAt, deletedAt, ...person }: PersonRow) {
  return {
    ...person,
    permissions: [...permissionsOf(permissions)],
    createdAt: iso(createdAt),
    suspendedAt: isoOrNull(suspendedAt),
    deletedAt: isoOrNull(deletedAt),
  };
}
