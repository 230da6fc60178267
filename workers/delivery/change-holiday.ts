import { eq, sql } from 'drizzle-orm';
import { forgetRecent } from '../catalog/recent.ts';
import { type Context, requirePermission } from '../context.ts';
import { auditMark, auditWrite } from '../db/audit.ts';
import { holidays } from '../db/schema/delivery.ts';
import { AppError } from '../http/problem.ts';
import type { Holiday, HolidayInput } from './schemas.ts';

/** A day (IST) on which no parcel moves. The same again changes nothing. */
export async function setHoliday(ctx: Context, date: string, { name, nameHi = null }: HolidayInput): Promise<Holiday> {
  requirePermission(ctx, 'delivery.write');
  const before = await findHoliday(ctx, date);
  const after = { date, name, nameHi };
  if (JSON.stringify(before) === JSON.stringify(after)) return after;
  const { id, happened } = auditMark(ctx);
  const isStill = sql`COALESCE((SELECT name || char(10) || COALESCE(name_hi, '') FROM ${holidays} WHERE date = ${date}), '')
    = ${before === null ? '' : `${before.name}\n${before.nameHi ?? ''}`}`;
  const results = await ctx.db.batch([
    auditWrite(ctx, { id, action: 'delivery.holiday', subject: date, before, after }, isStill),
    ctx.db.run(sql`
      INSERT INTO ${holidays} (date, name, name_hi) SELECT ${date}, ${name}, ${nameHi} WHERE ${happened}
      ON CONFLICT (date) DO UPDATE SET name = excluded.name, name_hi = excluded.name_hi`),
    ctx.db.all(sql`SELECT 1 WHERE ${happened}`),
  ]);
  if (results[2].length === 0)
    throw new AppError('illegal_transition', 'Somebody else has changed this day. Look again.');
  forgetRecent();
  return after;
}

/** Throws `not_found` for a day that is none. */
export async function removeHoliday(ctx: Context, date: string): Promise<void> {
  requirePermission(ctx, 'delivery.write');
  const before = await findHoliday(ctx, date);
  const { id, happened } = auditMark(ctx);
  const results = await ctx.db.batch([
    auditWrite(
      ctx,
      { id, action: 'delivery.holiday_removed', subject: date, before },
      sql`EXISTS (SELECT 1 FROM ${holidays} WHERE date = ${date})`,
    ),
    ctx.db.all(sql`SELECT 1 WHERE ${happened}`),
    ctx.db.delete(holidays).where(eq(holidays.date, date)),
  ]);
  if (results[1].length === 0) throw new AppError('not_found', `${date} is no holiday.`);
  forgetRecent();
}

async function findHoliday(ctx: Context, date: string): Promise<Holiday | null> {
  const [row] = await ctx.db.select().from(holidays).where(eq(holidays.date, date));
  return row ?? null;
}
