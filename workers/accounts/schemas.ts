import { z } from '@hono/zod-openapi';

/** Lower-cased: one person, one account, however the phone's keyboard writes it. */
export const emailSchema = z
  .string()
  .trim()
  .max(254)
  .toLowerCase()
  .pipe(z.email('an e-mail address such as asha@example.in'))
  .openapi({ example: 'asha@example.in' });

const nameSchema = z.string().trim().min(1, 'How shall we call you?').max(100).openapi({ example: 'Asha Rao' });

/** Long is what makes it strong; no rule about digits and signs. */
const passwordSchema = z.string().min(8, 'At least 8 characters.').max(128, 'At most 128 characters.');

export const registerSchema = z
  .strictObject({ name: nameSchema, email: emailSchema, password: passwordSchema })
  .openapi('Register');

export const loginSchema = z
  .strictObject({ email: emailSchema, password: z.string().min(1, 'Enter your password.').max(128) })
  .openapi('Login');

export const userSchema = z
  .object({
    id: z.string().openapi({ example: 'usr_01K9ZQ3V7Y4M2N8P6R5T1W0XAB' }),
    name: z.string(),
    email: z.string(),
    role: z.enum(['shopper', 'seller', 'staff']),
  })
  .openapi('User');

/** The refresh token is not in the answer: it travels in an HttpOnly cookie only. */
export const sessionSchema = z
  .object({
    user: userSchema,
    /** For `Authorization: Bearer …`; 15 minutes. Keep it in memory. */
    accessToken: z.string(),
    accessExpiresAt: z.iso.datetime(),
  })
  .openapi('Session');

export type RegisterInput = z.infer<typeof registerSchema>;
export type LoginInput = z.infer<typeof loginSchema>;
