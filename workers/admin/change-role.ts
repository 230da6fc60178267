import { eq, type SQL, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { auditMark, auditWrite } from '../db/audit.ts';
import { sellerMembers, users } from '../db/schema/accounts.ts';
import { sellers } from '../db/schema/catalog.ts';
import type { Permission, Role, SellerRole } from '../domain/role.ts';
import { AppError, fieldError } from '../http/problem.ts';
import { readPerson } from './find-person.ts';
import { type Person, permissionsGiven, type RoleChange } from './people-schemas.ts';
import { lastKeeper, othersKeepPeople, requirePeopleKeeper } from './person-rules.ts';

/** How somebody stands: what is compared, written and kept in the audit trail. */
interface Station {
  readonly role: Role;
  readonly permissions: readonly Permission[];
  readonly seller: { readonly sellerId: string; readonly role: SellerRole } | null;
}

/**
 * Makes somebody a shopper, a member of a seller, or staff with these permissions; it counts at their next request.
 * Nobody gives what they do not have themselves. Throws `not_found`, `own_account`, `forbidden`, `last_keeper`,
 * `illegal_transition` for a closed account or when somebody else was faster, `validation_failed` for no seller.
 */
export async function changeRole(ctx: Context, userId: string, change: RoleChange): Promise<Person> {
  requirePeopleKeeper(ctx, userId);
  const person = await readPerson(ctx, userId);
  if (person.deletedAt !== null) throw new AppError('illegal_transition', 'The person has closed the account.');
  const [before, after] = [stationOf(person), stationAfter(change)];
  requireTheirsToGive(ctx, before, after);
  await requireSeller(ctx, after);
  if (JSON.stringify(before) === JSON.stringify(after)) return person;
  const isChanged = await commit(ctx, userId, before, after);
  if (isChanged) return await readPerson(ctx, userId);
  const now = await readPerson(ctx, userId);
  if (JSON.stringify(stationOf(now)) === JSON.stringify(before) && now.deletedAt === null) throw lastKeeper();
  throw new AppError('illegal_transition', 'Somebody else has changed this person in the meantime. Look again.');
}

function stationOf({ role, permissions, seller }: Person): Station {
  return { role, permissions, seller: seller === null ? null : { sellerId: seller.id, role: seller.role } };
}

function stationAfter(change: RoleChange): Station {
  return {
    role: change.role,
    permissions: change.role === 'staff' ? permissionsGiven(change.permissions, change.jobs) : [],
    seller: change.role === 'seller' ? change.seller : null,
  };
}

/** What somebody has already may stay with them; what is new has to be the giver's own. */
function requireTheirsToGive({ actor }: Context, before: Station, after: Station): void {
  if (actor.kind !== 'user') return;
  const hers = before.role === 'staff' ? before.permissions : [];
  const given = after.permissions.filter((each) => !hers.includes(each));
  // A seller's people see where its parcels go.
  const isNewMember = after.seller !== null && after.seller.sellerId !== before.seller?.sellerId;
  const wanted = isNewMember ? [...given, 'orders.fulfil' as const] : given;
  const lacking = wanted.filter((each) => !actor.permissions.includes(each));
  if (lacking.length === 0) return;
  throw new AppError('forbidden', `You cannot give what you do not have: ${lacking.join(', ')}.`);
}

async function requireSeller({ db }: Context, { seller }: Station): Promise<void> {
  if (seller === null) return;
  const [row] = await db.select({ id: sellers.id }).from(sellers).where(eq(sellers.id, seller.sellerId));
  if (row === undefined) throw fieldError('seller.sellerId', `There is no seller ${seller.sellerId}.`);
}

/** Writes only over what was read; the audit row is the witness for the rest of the batch. */
async function commit(ctx: Context, userId: string, before: Station, after: Station): Promise<boolean> {
  const { id, happened } = auditMark(ctx);
  const { seller } = after;
  const results = await ctx.db.batch([
    auditWrite(
      ctx,
      { id, action: 'person.role', subject: userId, before, after },
      sql`${isStill(userId, before)} AND ${keepsKeepers(userId, before, after)}`,
    ),
    ctx.db.run(sql`
      UPDATE ${users} SET role = ${after.role}, permissions = ${JSON.stringify(after.permissions)}
      WHERE id = ${userId} AND ${happened}`),
    seller === null
      ? ctx.db.run(sql`DELETE FROM ${sellerMembers} WHERE user_id = ${userId} AND ${happened}`)
      : ctx.db.run(sql`
          INSERT INTO ${sellerMembers} (user_id, seller_id, role)
          SELECT ${userId}, ${seller.sellerId}, ${seller.role} WHERE ${happened}
          ON CONFLICT (user_id) DO UPDATE SET seller_id = excluded.seller_id, role = excluded.role`),
    ctx.db.all(sql`SELECT 1 WHERE ${happened}`),
  ]);
  return results[3].length === 1;
}

function isStill(userId: string, { role, permissions, seller }: Station): SQL {
  const member = sql`SELECT 1 FROM ${sellerMembers} WHERE user_id = ${userId}`;
  const membership =
    seller === null
      ? sql`NOT EXISTS (${member})`
      : sql`EXISTS (${member} AND seller_id = ${seller.sellerId} AND role = ${seller.role})`;
  return sql`EXISTS (
    SELECT 1 FROM ${users} WHERE id = ${userId} AND deleted_at IS NULL AND role = ${role}
      AND (SELECT COUNT(*) FROM json_each(permissions)) = ${permissions.length}
      AND NOT EXISTS (
        SELECT 1 FROM json_each(permissions)
        WHERE value NOT IN (SELECT value FROM json_each(${JSON.stringify(permissions)}))))
    AND ${membership}`;
}

/** Taking people.write from the last who has it would lock everybody out of this page. */
function keepsKeepers(userId: string, before: Station, after: Station): SQL {
  const isTaken = before.permissions.includes('people.write') && !after.permissions.includes('people.write');
  return isTaken ? othersKeepPeople(userId) : sql`TRUE`;
}
