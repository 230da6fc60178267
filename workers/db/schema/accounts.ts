import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { Role } from '../../domain/role.ts';

export const users = sqliteTable(
  'users',
  {
    id: text().primaryKey(),
    /** Lower-cased. */
    email: text().notNull(),
    name: text().notNull(),
    /** PHC string, argon2id. */
    passwordHash: text().notNull(),
    role: text().$type<Role>().notNull().default('shopper'),
    createdAt: integer().notNull(),
  },
  (t) => [uniqueIndex('users_email').on(t.email)],
);

/** Who acts for a seller. A person belongs to one seller. */
export const sellerMembers = sqliteTable(
  'seller_members',
  {
    userId: text().primaryKey(),
    sellerId: text().notNull(),
    role: text({ enum: ['owner', 'manager', 'packer'] }).notNull(),
  },
  (t) => [index('seller_members_seller').on(t.sellerId)],
);

/** Refresh tokens, hashed. A family is one sign-in; reuse of a rotated token revokes the family. */
export const sessions = sqliteTable(
  'sessions',
  {
    id: text().primaryKey(),
    familyId: text().notNull(),
    userId: text().notNull(),
    tokenHash: text().notNull(),
    createdAt: integer().notNull(),
    expiresAt: integer().notNull(),
    rotatedAt: integer(),
    revokedAt: integer(),
  },
  (t) => [
    uniqueIndex('sessions_token').on(t.tokenHash),
    index('sessions_family').on(t.familyId),
    index('sessions_user').on(t.userId),
  ],
);
