import { z } from '@hono/zod-openapi';
import { PERMISSIONS, type Permission, ROLES, SELLER_ROLES, STAFF_JOBS } from '../domain/role.ts';

export const userIdSchema = z
  .string()
  .regex(/^usr_[0-9A-HJKMNP-TV-Z]{26}$/, 'the id of a person')
  .openapi({ example: 'usr_01K9ZQ3V7Y4M2N8P6R5T1W0XAB' });

const roleSchema = z.enum(ROLES);
const permissionSchema = z.enum(PERMISSIONS);
const sellerRoleSchema = z.enum(SELLER_ROLES);
const jobSchema = z.enum(Object.keys(STAFF_JOBS) as [keyof typeof STAFF_JOBS, ...(keyof typeof STAFF_JOBS)[]]);

export const peopleQuerySchema = z.object({
  q: z
    .string()
    .trim()
    .max(254)
    .optional()
    .openapi({ description: 'A whole e-mail address, a whole mobile number, or the id of a person.' }),
  role: roleSchema.optional(),
  cursor: userIdSchema.optional().openapi({ description: '`nextCursor` of the page before.' }),
});

const personBase = z.object({
  id: userIdSchema,
  /** '' while they have not said it. */
  name: z.string(),
  email: z.string().nullable(),
  /** E.164. */
  phone: z.string().nullable(),
  role: roleSchema,
  permissions: z.array(permissionSchema),
  createdAt: z.iso.datetime(),
  suspendedAt: z.iso.datetime().nullable(),
  /** When they closed the account. */
  deletedAt: z.iso.datetime().nullable(),
});

export const peopleSchema = z
  .object({ people: z.array(personBase.openapi('PersonSummary')), nextCursor: userIdSchema.nullable() })
  .openapi('People');

export const personSchema = personBase
  .extend({
    emailVerifiedAt: z.iso.datetime().nullable(),
    /** Whom they act for. */
    seller: z.object({ id: z.string(), name: z.string(), role: sellerRoleSchema }).nullable(),
    /** Devices that are signed in now. */
    signInCount: z.number().int(),
    lastUsedAt: z.iso.datetime().nullable(),
    factors: z.object({
      password: z.boolean(),
      authenticator: z.boolean(),
      passkeys: z.number().int(),
      google: z.boolean(),
    }),
  })
  .openapi('Person');

export const suspensionSchema = z
  .strictObject({
    reason: z
      .string()
      .trim()
      .min(3, 'Say why, in a few words.')
      .max(200)
      .openapi({ description: 'For the audit trail, which nobody can change: no names and no addresses.' }),
  })
  .openapi('Suspension');

export const roleChangeSchema = z
  .discriminatedUnion('role', [
    z.strictObject({ role: z.literal('shopper') }),
    z.strictObject({
      role: z.literal('staff'),
      permissions: z.array(permissionSchema).max(PERMISSIONS.length).default([]),
      jobs: z
        .array(jobSchema)
        .max(Object.keys(STAFF_JOBS).length)
        .default([])
        .openapi({ description: 'The permissions of these jobs too.' }),
    }),
    z.strictObject({
      role: z.literal('seller'),
      seller: z.strictObject({
        sellerId: z.string().regex(/^sel_[\w-]{1,60}$/, 'the id of a seller'),
        role: sellerRoleSchema,
      }),
    }),
  ])
  .openapi('RoleChange');

export type StaffJob = keyof typeof STAFF_JOBS;
export type PeopleQuery = z.infer<typeof peopleQuerySchema>;
export type People = z.infer<typeof peopleSchema>;
export type Person = z.infer<typeof personSchema>;
export type RoleChange = z.infer<typeof roleChangeSchema>;

/** Those that are named and those of the jobs, each once, in the order of the table. */
export function permissionsGiven(permissions: readonly Permission[], jobs: readonly StaffJob[]): readonly Permission[] {
  const given = new Set<Permission>([...permissions, ...jobs.flatMap((job) => STAFF_JOBS[job])]);
  return PERMISSIONS.filter((permission) => given.has(permission));
}
