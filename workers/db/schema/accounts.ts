import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { type Permission, type Role, SELLER_ROLES } from '../../domain/role.ts';

/** What a shopper may switch off; what the law or a running order needs is sent anyway. */
export interface NotificationPreferences {
  readonly parcelUpdates: boolean;
  readonly offers: boolean;
}

/** An e-mail address and a phone stand here once they have been proved; see `email_verified_at` for older rows. */
export const users = sqliteTable(
  'users',
  {
    id: text().primaryKey(),
    /** Lower-cased. Null for who signs in by phone only, and after erasure. */
    email: text(),
    /** Null on accounts of before addresses were proved: the first proof drops the password set without one. */
    emailVerifiedAt: integer(),
    /** E.164: '+919876543210'. */
    phone: text(),
    /** '' until the person says it. */
    name: text().notNull(),
    /** PHC string, argon2id; null without a password. */
    passwordHash: text(),
    role: text().$type<Role>().notNull().default('shopper'),
    /** Of staff. */
    permissions: text({ mode: 'json' }).$type<readonly Permission[]>().notNull().default([]),
    locale: text({ enum: ['en', 'hi'] })
      .notNull()
      .default('en'),
    preferences: text({ mode: 'json' })
      .$type<NotificationPreferences>()
      .notNull()
      .default({ parcelUpdates: true, offers: false }),
    createdAt: integer().notNull(),
    /** Lets nobody in while it is set. */
    suspendedAt: integer(),
    /** When the person asked to be forgotten: the account is closed from then on. */
    deletedAt: integer(),
    /** When the job next looks for what is left of them; null when nothing is. */
    eraseDueAt: integer(),
  },
  (t) => [
    uniqueIndex('users_email').on(t.email),
    uniqueIndex('users_phone').on(t.phone),
    index('users_role').on(t.role, t.id),
    index('users_erase_due').on(t.eraseDueAt).where(sql`erase_due_at IS NOT NULL`),
  ],
);

/** Who acts for a seller. A person belongs to one seller. */
export const sellerMembers = sqliteTable(
  'seller_members',
  {
    userId: text().primaryKey(),
    sellerId: text().notNull(),
    role: text({ enum: SELLER_ROLES }).notNull(),
  },
  (t) => [index('seller_members_seller').on(t.sellerId)],
);

export const SIGN_IN_METHODS = ['password', 'code', 'google', 'passkey'] as const;

/** One sign-in on one device: what an access token names, and what every request is held against. */
export const signIns = sqliteTable(
  'sign_ins',
  {
    id: text().primaryKey(),
    userId: text().notNull(),
    /** 'Chrome on Android'. */
    device: text().notNull(),
    method: text({ enum: SIGN_IN_METHODS }).notNull(),
    createdAt: integer().notNull(),
    lastUsedAt: integer().notNull(),
    /** When the person last proved who they are; what is dangerous wants it to be a few minutes ago. */
    authenticatedAt: integer().notNull(),
    /** When a second factor was shown; null without. */
    secondFactorAt: integer(),
    /** Of its newest refresh token. */
    expiresAt: integer().notNull(),
    revokedAt: integer(),
  },
  (t) => [index('sign_ins_user').on(t.userId, t.lastUsedAt), index('sign_ins_expires').on(t.expiresAt)],
);

/** Refresh tokens, hashed. Those of one sign-in are a family; reuse of a rotated one revokes the sign-in. */
export const sessions = sqliteTable(
  'sessions',
  {
    id: text().primaryKey(),
    /** The sign-in. */
    familyId: text().notNull(),
    userId: text().notNull(),
    tokenHash: text().notNull(),
    createdAt: integer().notNull(),
    expiresAt: integer().notNull(),
    rotatedAt: integer(),
  },
  (t) => [
    uniqueIndex('sessions_token').on(t.tokenHash),
    index('sessions_family').on(t.familyId),
    index('sessions_user').on(t.userId),
    index('sessions_expires').on(t.expiresAt),
  ],
);

export const CHALLENGE_PURPOSES = [
  'sign_in',
  'register',
  'second_factor',
  'reset_password',
  'reauthenticate',
  'change_email',
  'change_phone',
  'passkey_sign_in',
  'passkey_register',
] as const;
export type ChallengePurpose = (typeof CHALLENGE_PURPOSES)[number];

/** Something to be answered within minutes, once, with few tries: a code that was sent, a second factor, a passkey. */
export const challenges = sqliteTable(
  'challenges',
  {
    id: text().primaryKey(),
    purpose: text({ enum: CHALLENGE_PURPOSES }).notNull(),
    channel: text({ enum: ['email', 'sms'] }),
    /** Where the code went. */
    recipient: text(),
    /** HMAC of the code, or the passkey's challenge; null when nothing could answer it. */
    secretHash: text(),
    /** Whom it is about, where it is known beforehand. */
    userId: text(),
    /** What follows the right answer. */
    payload: text({ mode: 'json' }).$type<Readonly<Record<string, unknown>>>().notNull().default({}),
    attempts: integer().notNull().default(0),
    createdAt: integer().notNull(),
    expiresAt: integer().notNull(),
    consumedAt: integer(),
  },
  (t) => [
    index('challenges_recipient').on(t.recipient),
    index('challenges_user').on(t.userId),
    index('challenges_expires').on(t.expiresAt),
  ],
);

/** Exact counters of tries. A key is a hash: no address, number or IP stands here. */
export const rateLimits = sqliteTable(
  'rate_limits',
  {
    key: text().primaryKey(),
    count: integer().notNull(),
    resetAt: integer().notNull(),
  },
  (t) => [index('rate_limits_reset').on(t.resetAt)],
);

export const passkeys = sqliteTable(
  'passkeys',
  {
    /** The credential id, base64url. */
    id: text().primaryKey(),
    userId: text().notNull(),
    /** COSE, base64url. */
    publicKey: text().notNull(),
    counter: integer().notNull(),
    transports: text({ mode: 'json' }).$type<readonly string[]>().notNull(),
    isBackedUp: integer({ mode: 'boolean' }).notNull(),
    name: text().notNull(),
    createdAt: integer().notNull(),
    lastUsedAt: integer(),
  },
  (t) => [index('passkeys_user').on(t.userId)],
);

/** The authenticator app of a person. It counts from the moment that its first code was shown. */
export const authenticators = sqliteTable('authenticators', {
  userId: text().primaryKey(),
  /** AES-GCM, base64url. */
  sealedSecret: text().notNull(),
  /** The newest 30-second step whose code was used: each code works once. */
  lastStep: integer().notNull().default(0),
  createdAt: integer().notNull(),
  confirmedAt: integer(),
});

/** For who lost the phone: each works once. */
export const recoveryCodes = sqliteTable(
  'recovery_codes',
  {
    userId: text().notNull(),
    codeHash: text().notNull(),
    usedAt: integer(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.codeHash] })],
);

/** Accounts elsewhere that a person signs in with. */
export const identities = sqliteTable(
  'identities',
  {
    provider: text({ enum: ['google'] }).notNull(),
    subject: text().notNull(),
    userId: text().notNull(),
    createdAt: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.provider, t.subject] }), index('identities_user').on(t.userId)],
);

export const addresses = sqliteTable(
  'addresses',
  {
    id: text().primaryKey(),
    userId: text().notNull(),
    name: text().notNull(),
    /** Ten digits, as orders have it. */
    phone: text().notNull(),
    line: text().notNull(),
    landmark: text().notNull(),
    pincode: text().notNull(),
    district: text().notNull(),
    stateCode: text().notNull(),
    type: text({ enum: ['home', 'work', 'other'] }).notNull(),
    isDefault: integer({ mode: 'boolean' }).notNull(),
    createdAt: integer().notNull(),
  },
  (t) => [
    index('addresses_user').on(t.userId, t.id),
    uniqueIndex('addresses_default').on(t.userId).where(sql`is_default = 1`),
  ],
);
