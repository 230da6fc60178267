import { z } from '@hono/zod-openapi';
import { addressSchema } from '../../checkout/schemas.ts';
import { mobileSchema } from '../phone.ts';
import { emailSchema, nameSchema } from '../schemas.ts';

export const ADDRESS_TYPES = ['home', 'work', 'other'] as const;

/** District and state follow from the pincode. */
export const newAddressSchema = addressSchema
  .extend({ type: z.enum(ADDRESS_TYPES).default('home') })
  .openapi('NewAddress');

/** What is left out stays as it is. */
export const addressChangeSchema = z
  .strictObject({
    name: addressSchema.shape.name.optional(),
    phone: addressSchema.shape.phone.optional(),
    line: addressSchema.shape.line.optional(),
    // Not the schema of a new one: its default would empty a landmark that was not mentioned.
    landmark: z.string().trim().max(100).optional(),
    pincode: addressSchema.shape.pincode.optional(),
    type: z.enum(ADDRESS_TYPES).optional(),
  })
  .openapi('AddressChange');

export const addressIdSchema = z.string().regex(/^adr_[0-9A-HJKMNP-TV-Z]{26}$/, 'the id of an address');

export const savedAddressSchema = z
  .object({
    id: z.string().openapi({ example: 'adr_01K9ZQ3V7Y4M2N8P6R5T1W0XAB' }),
    name: z.string(),
    /** Ten digits. */
    phone: z.string(),
    line: z.string(),
    landmark: z.string(),
    pincode: z.string(),
    district: z.string(),
    state: z.string(),
    type: z.enum(ADDRESS_TYPES),
    isDefault: z.boolean(),
  })
  .openapi('SavedAddress');

export const addressListSchema = z.object({ addresses: z.array(savedAddressSchema) }).openapi('AddressList');

export const preferencesSchema = z.object({ parcelUpdates: z.boolean(), offers: z.boolean() }).openapi('Preferences');

export const profileSchema = z
  .object({
    /** '' while the person has not said it. */
    name: z.string(),
    email: z.string().nullable(),
    /** E.164. */
    phone: z.string().nullable(),
    locale: z.enum(['en', 'hi']),
    /** What is sent beside confirmations, cancellations and codes, which always go. */
    preferences: preferencesSchema,
    memberSince: z.iso.datetime(),
  })
  .openapi('Profile');

/** What is left out stays as it is. */
export const profileChangeSchema = z
  .strictObject({
    name: nameSchema.optional(),
    locale: z.enum(['en', 'hi']).optional(),
    preferences: z.strictObject({ parcelUpdates: z.boolean().optional(), offers: z.boolean().optional() }).optional(),
  })
  .openapi('ProfileChange');

export const newEmailSchema = z.strictObject({ email: emailSchema }).openapi('NewEmail');
export const newPhoneSchema = z.strictObject({ phone: mobileSchema }).openapi('NewPhone');

/** A slip of the finger deletes nothing. */
export const deletionSchema = z.strictObject({ confirm: z.literal(true) }).openapi('AccountDeletion');

export const deletionAnswerSchema = z.object({ deletedAt: z.iso.datetime() }).openapi('AccountDeleted');

export type NewAddress = z.infer<typeof newAddressSchema>;
export type AddressChange = z.infer<typeof addressChangeSchema>;
export type SavedAddress = z.infer<typeof savedAddressSchema>;
export type Profile = z.infer<typeof profileSchema>;
export type ProfileChange = z.infer<typeof profileChangeSchema>;
