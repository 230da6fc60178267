import { z } from '@hono/zod-openapi';
import { PERMISSIONS, ROLES } from '../domain/role.ts';
import { weaknessOf } from './password-rules.ts';
import { mobileSchema } from './phone.ts';

/** Lower-cased: one person, one account, however the phone's keyboard writes it. */
export const emailSchema = z
  .string()
  .trim()
  .max(254)
  .toLowerCase()
  .pipe(z.email('an e-mail address such as asha@example.in'))
  .openapi({ example: 'asha@example.in' });

export const nameSchema = z.string().trim().min(1, 'How shall we call you?').max(100).openapi({ example: 'Asha Rao' });

/** Long is what makes it strong; no rule about digits and signs. */
const passwordLengthSchema = z
  .string()
  .min(8, { error: 'At least 8 characters.', abort: true })
  .max(128, { error: 'At most 128 characters.', abort: true });

/** And none of those that everybody tries first. */
export const passwordSchema = passwordLengthSchema.superRefine((password, check) => {
  const weakness = weaknessOf(password);
  if (weakness !== null) check.addIssue({ code: 'custom', message: weakness });
});

export const registerSchema = z
  .strictObject({ name: nameSchema, email: emailSchema, password: passwordLengthSchema })
  .superRefine(({ name, email, password }, check) => {
    const weakness = weaknessOf(password, [name, email]);
    if (weakness !== null) check.addIssue({ code: 'custom', message: weakness, path: ['password'] });
  })
  .openapi('Register');

export const loginSchema = z
  .strictObject({ email: emailSchema, password: z.string().min(1, 'Enter your password.').max(128) })
  .openapi('Login');

export const challengeIdSchema = z
  .string()
  .regex(/^chl_[0-9A-HJKMNP-TV-Z]{26}$/, 'the id of the challenge')
  .openapi({ example: 'chl_01K9ZQ3V7Y4M2N8P6R5T1W0XAB' });

/** Six digits; spaces, as people copy them, are taken off. */
export const codeSchema = z
  .string()
  .max(20)
  .transform((text) => text.replace(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/, 'the six digits of the code'))
  .openapi({ example: '123456' });

export const codeAnswerSchema = z
  .strictObject({ challengeId: challengeIdSchema, code: codeSchema })
  .openapi('CodeAnswer');

/** Where the code shall go. */
export const codeRecipientSchema = z
  .union([z.strictObject({ email: emailSchema }), z.strictObject({ phone: mobileSchema })])
  .openapi('CodeRecipient');

export const forgotPasswordSchema = z.strictObject({ email: emailSchema }).openapi('ForgotPassword');

export const resetPasswordSchema = z
  .strictObject({ challengeId: challengeIdSchema, code: codeSchema, password: passwordSchema })
  .openapi('ResetPassword');

export const newPasswordSchema = z.strictObject({ password: passwordSchema }).openapi('NewPassword');

/** A code is on its way, if there is anybody to send it to: the answer is the same. */
export const codeSentSchema = z
  .object({
    challengeId: challengeIdSchema,
    expiresAt: z.iso.datetime(),
    /** When another one may be asked for. */
    resendAt: z.iso.datetime(),
  })
  .openapi('CodeSent');

export const userSchema = z
  .object({
    id: z.string().openapi({ example: 'usr_01K9ZQ3V7Y4M2N8P6R5T1W0XAB' }),
    /** '' while the person has not said it. */
    name: z.string(),
    email: z.string().nullable(),
    /** E.164. */
    phone: z.string().nullable(),
    role: z.enum(ROLES),
    permissions: z.array(z.enum(PERMISSIONS)),
    /** Whether this sign-in was proved by two factors; staff can do nothing as staff without. */
    hasSecondFactor: z.boolean(),
    locale: z.enum(['en', 'hi']),
  })
  .openapi('User');

/** Answered with 202 where a session would be: show one of these factors at `POST /auth/second-factor`. */
export const secondFactorSchema = z
  .object({
    challengeId: z.string(),
    expiresAt: z.iso.datetime(),
    factors: z.array(z.enum(['totp', 'recovery_code', 'passkey'])),
  })
  .openapi('SecondFactorNeeded');

/** The refresh token is not in the answer: it travels in an HttpOnly cookie only. */
export const sessionSchema = z
  .object({
    user: userSchema,
    /** For `Authorization: Bearer …`; 15 minutes. Keep it in memory. */
    accessToken: z.string(),
    accessExpiresAt: z.iso.datetime(),
  })
  .openapi('Session');

export const googleStartSchema = z.object({ url: z.url() }).openapi('GoogleStart');

export const googleReturnSchema = z
  .strictObject({
    /** What stood behind the '?' of the address that the browser came back to. */
    query: z.string().min(1).max(4000).openapi({ example: 'state=…&code=…' }),
  })
  .openapi('GoogleReturn');

export type RegisterInput = z.infer<typeof registerSchema>;
export type LoginInput = z.infer<typeof loginSchema>;
export type CodeAnswerInput = z.infer<typeof codeAnswerSchema>;
export type CodeRecipient = z.infer<typeof codeRecipientSchema>;
export type ForgotPasswordInput = z.infer<typeof forgotPasswordSchema>;
export type ResetPasswordInput = z.infer<typeof resetPasswordSchema>;
