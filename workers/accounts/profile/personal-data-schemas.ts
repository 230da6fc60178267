import { z } from '@hono/zod-openapi';
import { totalsSchema } from '../../cart/schemas.ts';
import { preferencesSchema, savedAddressSchema } from './profile-schemas.ts';

const at = z.iso.datetime();
const paise = z.number().int();

const lineSchema = z.object({
  sku: z.string(),
  title: z.string(),
  variantLabel: z.string(),
  quantity: z.number().int(),
  pricePaise: paise,
  paidPaise: paise,
  isCancelled: z.boolean(),
});

const parcelSchema = z.object({
  seller: z.string(),
  status: z.string(),
  promisedOn: z.string(),
  carrier: z.string().nullable(),
  awb: z.string().nullable(),
  trackingUrl: z.string().nullable(),
  shippedAt: at.nullable(),
  deliveredAt: at.nullable(),
});

const documentSchema = z.object({
  kind: z.enum(['invoice', 'credit_note']),
  documentNo: z.string(),
  issuedAt: at,
  /** Good for a week; null while it is being drawn. */
  url: z.string().nullable(),
});

const paymentSchema = z.object({
  gateway: z.string(),
  /** The gateway's own number, to ask it about. */
  reference: z.string().nullable(),
  method: z.string().nullable(),
  status: z.string(),
  amountPaise: paise,
  capturedPaise: paise,
  createdAt: at,
});

const orderDataSchema = z.object({
  orderNo: z.string(),
  status: z.string(),
  createdAt: at,
  email: z.string(),
  address: z.object({
    name: z.string(),
    phone: z.string(),
    line: z.string(),
    landmark: z.string(),
    pincode: z.string(),
    district: z.string(),
    state: z.string(),
  }),
  paymentMethod: z.string(),
  totals: totalsSchema,
  lines: z.array(lineSchema),
  parcels: z.array(parcelSchema),
  documents: z.array(documentSchema),
  payments: z.array(paymentSchema),
  refunds: z.array(
    z.object({ amountPaise: paise, status: z.string(), reason: z.string(), utr: z.string().nullable(), createdAt: at }),
  ),
  cancellations: z.array(z.object({ amountPaise: paise, reason: z.string(), createdAt: at })),
  history: z.array(z.object({ of: z.string(), status: z.string(), at })),
});

const cartItemSchema = z.object({ sku: z.string(), quantity: z.number().int() });

/** Everything that the shop holds of a person. */
export const personalDataSchema = z
  .object({
    generatedAt: at,
    profile: z.object({
      id: z.string(),
      name: z.string(),
      email: z.string().nullable(),
      phone: z.string().nullable(),
      locale: z.enum(['en', 'hi']),
      preferences: preferencesSchema,
      role: z.string(),
      permissions: z.array(z.string()),
      /** The password itself nobody knows but you. */
      hasPassword: z.boolean(),
      createdAt: at,
    }),
    addresses: z.array(savedAddressSchema.omit({ id: true })),
    devices: z.array(
      z.object({ device: z.string(), method: z.string(), signedInAt: at, lastUsedAt: at, endedAt: at.nullable() }),
    ),
    passkeys: z.array(z.object({ name: z.string(), createdAt: at, lastUsedAt: at.nullable() })),
    /** The app for codes, and how many codes for emergencies are left. */
    authenticator: z.object({ since: at, recoveryCodesLeft: z.number().int() }).nullable(),
    linkedAccounts: z.array(z.object({ provider: z.string(), subject: z.string(), linkedAt: at })),
    seller: z.object({ seller: z.string(), role: z.string() }).nullable(),
    cart: z.array(cartItemSchema),
    savedForLater: z.array(cartItemSchema),
    /** That waits in the cart. */
    coupon: z.string().nullable(),
    wishlist: z.array(z.object({ sku: z.string(), addedAt: at })),
    orders: z.array(orderDataSchema),
    /** Orders that are older than those above; ask for them by writing to the shop. */
    olderOrders: z.number().int(),
    messages: z.array(z.object({ channel: z.string(), to: z.string(), subject: z.string(), status: z.string(), at })),
  })
  .openapi('PersonalData');

export type PersonalData = z.infer<typeof personalDataSchema>;
