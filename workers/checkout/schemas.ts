import { z } from '@hono/zod-openapi';
import { mobileSchema, tenDigitsOf } from '../accounts/phone.ts';
import { cartSchema, totalsSchema } from '../cart/schemas.ts';
import { pincodeSchema } from '../delivery/schemas.ts';
import { COD_REFUSALS } from '../domain/cod.ts';
import { DELIVERY_REFUSALS } from '../domain/delivery.ts';
import { PAYMENT_METHODS } from '../domain/payment.ts';
import { GATEWAY_NAMES } from '../payments/gateway.ts';
import { PAYMENT_METHOD_KINDS } from '../payments/methods.ts';

/** An Indian mobile number, however it is typed; ten digits, as couriers have it. */
export const phoneSchema = mobileSchema.transform(tenDigitsOf);

export const addressSchema = z
  .strictObject({
    name: z.string().trim().min(1, 'who receives it?').max(100),
    phone: phoneSchema,
    line: z.string().trim().min(5, 'house, street, area').max(250),
    landmark: z.string().trim().max(100).default(''),
    pincode: pincodeSchema,
  })
  .openapi('Address');

export const checkoutSchema = z
  .strictObject({
    email: z.email('an e-mail address').max(200),
    address: addressSchema,
    paymentMethod: z.enum(PAYMENT_METHODS),
    /** What the shopper saw; another total is answered with 409 `price_changed` and both. */
    expectedGrandPaise: z.number().int().min(0),
  })
  .openapi('Checkout');

export const placedOrderSchema = z
  .object({
    orderNo: z.string(),
    status: z.string(),
    totals: totalsSchema,
    /** Where to pay; null when there is nothing to pay now. */
    payUrl: z.string().nullable(),
  })
  .openapi('PlacedOrder');

export const paymentMethodsSchema = z
  .object({
    /** What the order costs when it is paid online. */
    grandPaise: z.number().int(),
    online: z.array(z.object({ gateway: z.enum(GATEWAY_NAMES), method: z.enum(PAYMENT_METHOD_KINDS) })),
    cash: z.object({
      /** Null when the order can be paid on delivery. */
      refusal: z.enum(COD_REFUSALS).nullable(),
      /** In `grandPaise`, which is what the courier would collect. */
      feePaise: z.number().int(),
      grandPaise: z.number().int(),
    }),
  })
  .openapi('PaymentMethods');

export const cashChoiceSchema = z
  .strictObject({
    method: z.literal('cod'),
    /** What the shopper saw, the fee for cash included; another total is answered with 409 `price_changed`. */
    expectedGrandPaise: z.number().int().min(0),
  })
  .openapi('CashChoice');

export const previewQuerySchema = z.object({
  pincode: pincodeSchema.optional(),
  paymentMethod: z.enum(PAYMENT_METHODS).optional(),
});

export const checkoutPreviewSchema = z
  .object({
    cart: cartSchema,
    /** With the address and the payment that were asked for. */
    totals: totalsSchema,
    /** Null when cash on delivery is possible, or no pincode was given. */
    codRefusal: z.enum(COD_REFUSALS).nullable(),
    destination: z
      .object({ pincode: z.string(), district: z.string(), state: z.string(), isServiceable: z.boolean() })
      .nullable(),
    promises: z.array(z.object({ sku: z.string(), promisedOn: z.string() })),
    /** Lines that do not get to the pincode, and why: of the place, of this seller, of this kind of goods. */
    unreached: z.array(z.object({ sku: z.string(), refusal: z.enum(DELIVERY_REFUSALS) })),
  })
  .openapi('CheckoutPreview');

/** The Idempotency-Key header. */
export const idempotencyKeySchema = z
  .string()
  .min(8)
  .max(100)
  .regex(/^[\x21-\x7e]+$/, 'printable ASCII');

export type PaymentMethods = z.infer<typeof paymentMethodsSchema>;
export type CheckoutPreview = z.infer<typeof checkoutPreviewSchema>;
export type CheckoutInput = z.infer<typeof checkoutSchema>;
export type PlacedOrder = z.infer<typeof placedOrderSchema>;
