import { z } from '@hono/zod-openapi';
import { SIGN_IN_METHODS } from '../../db/schema/accounts.ts';
import { challengeIdSchema, codeSchema } from '../schemas.ts';

/** Twelve characters of Crockford's base 32, with or without dashes. */
const recoveryCodeSchema = z
  .string()
  .max(40)
  .regex(/^[\s-]*(?:[0-9A-Za-z][\s-]*){12}$/, 'a recovery code: ABCD-EFGH-JKMN')
  .openapi({ example: 'ABCD-EFGH-JKMN' });

export const secondFactorInputSchema = z
  .union([
    z.strictObject({ challengeId: challengeIdSchema, code: codeSchema }),
    z.strictObject({ challengeId: challengeIdSchema, recoveryCode: recoveryCodeSchema }),
  ])
  .openapi('SecondFactor');

export const authenticatorCodeSchema = z.strictObject({ code: codeSchema }).openapi('AuthenticatorCode');

const base64url = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[\w-]+$/, 'base64url');

/** Longer ones there are not (WebAuthn level 3, 4.): 1,023 bytes. */
export const passkeyIdSchema = base64url(1364).openapi({ example: 'pS1mVxQ2cVYkzWqLqX6w8A' });

const credentialShape = {
  id: passkeyIdSchema,
  rawId: passkeyIdSchema,
  type: z.literal('public-key'),
  clientExtensionResults: z.object({}).default({}),
};

/** What `startRegistration` of @simplewebauthn/browser gives: a PublicKeyCredential as JSON. */
const newPasskeyJson = z.object({
  ...credentialShape,
  response: z.object({
    clientDataJSON: base64url(4096),
    attestationObject: base64url(16_384),
    transports: z.array(z.string().max(20)).max(10).optional(),
  }),
});

/** What `startAuthentication` gives. */
const passkeyUseJson = z.object({
  ...credentialShape,
  response: z.object({
    clientDataJSON: base64url(4096),
    authenticatorData: base64url(4096),
    signature: base64url(2048),
    userHandle: base64url(100).optional(),
  }),
});

export const passkeyNameSchema = z
  .string()
  .trim()
  .min(1, 'Give it a name.')
  .max(60, 'At most 60 characters.')
  .openapi({ example: 'My phone' });

export const newPasskeyInputSchema = z
  .strictObject({
    challengeId: challengeIdSchema,
    credential: newPasskeyJson.openapi({ description: 'A PublicKeyCredential as JSON.' }),
    /** What the device calls itself when left out. */
    name: passkeyNameSchema.optional(),
  })
  .openapi('NewPasskey');

export const passkeyNameInputSchema = z.strictObject({ name: passkeyNameSchema }).openapi('PasskeyName');

export const passkeySignInAskSchema = z
  .strictObject({
    /** Of a second factor that is asked for; left out to sign in by passkey alone. */
    secondFactorId: challengeIdSchema.optional(),
  })
  .openapi('PasskeySignInQuestion');

export const passkeyAnswerSchema = z
  .strictObject({
    challengeId: challengeIdSchema,
    credential: passkeyUseJson.openapi({ description: 'A PublicKeyCredential as JSON.' }),
  })
  .openapi('PasskeyAnswer');

export const confirmationSchema = z
  .union([
    z.strictObject({ password: z.string().min(1, 'Enter your password.').max(128) }),
    z.strictObject({ totp: codeSchema }),
    z.strictObject({ recoveryCode: recoveryCodeSchema }),
    z.strictObject({ challengeId: challengeIdSchema, code: codeSchema }),
    passkeyAnswerSchema,
  ])
  .openapi('Confirmation');

export const confirmationCodeSchema = z
  .strictObject({ channel: z.enum(['email', 'sms']) })
  .openapi('ConfirmationCodeRequest');

export const signInIdSchema = z
  .string()
  .regex(/^sgn_[0-9A-HJKMNP-TV-Z]{26}$/, 'the id of a sign-in')
  .openapi({ example: 'sgn_01K9ZQ3V7Y4M2N8P6R5T1W0XAB' });

/** The options are for `navigator.credentials`, as `PublicKeyCredential.parse…OptionsFromJSON` takes them. */
export const passkeyQuestionSchema = z
  .object({
    challengeId: z.string(),
    expiresAt: z.iso.datetime(),
    options: z.object({ challenge: z.string() }).loose().openapi({ description: 'WebAuthn options as JSON.' }),
  })
  .openapi('PasskeyQuestion');

export const enrolmentSchema = z
  .object({
    /** Base 32. */
    secret: z.string(),
    uri: z.string().openapi({ example: 'otpauth://totp/Haat:asha%40example.in?issuer=Haat&secret=…' }),
  })
  .openapi('AuthenticatorEnrolment');

/** Shown once. */
export const recoveryCodesSchema = z
  .object({ recoveryCodes: z.array(z.string()).openapi({ example: ['ABCD-EFGH-JKMN'] }) })
  .openapi('RecoveryCodes');

export const passkeySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime().nullable(),
    /** Whether it is on other devices of the person too. */
    isBackedUp: z.boolean(),
  })
  .openapi('Passkey');

export const passkeysSchema = z.object({ passkeys: z.array(passkeySchema) }).openapi('Passkeys');

export const securitySchema = z
  .object({
    hasPassword: z.boolean(),
    authenticatorSince: z.iso.datetime().nullable(),
    recoveryCodesLeft: z.number().int(),
    passkeys: z.array(passkeySchema),
    linkedAccounts: z.array(z.object({ provider: z.enum(['google']), linkedAt: z.iso.datetime() })),
  })
  .openapi('Security');

export const deviceSchema = z
  .object({
    id: z.string(),
    device: z.string().openapi({ example: 'Chrome on Android' }),
    method: z.enum(SIGN_IN_METHODS),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime(),
    hasSecondFactor: z.boolean(),
    /** The one that asks. */
    isThis: z.boolean(),
  })
  .openapi('Device');

export const devicesSchema = z.object({ devices: z.array(deviceSchema) }).openapi('Devices');

export const endedSchema = z.object({ endedCount: z.number().int() }).openapi('EndedSignIns');

export type SecondFactorInput = z.infer<typeof secondFactorInputSchema>;
export type NewPasskeyInput = z.infer<typeof newPasskeyInputSchema>;
export type PasskeyAnswerInput = z.infer<typeof passkeyAnswerSchema>;
export type PasskeyUseJson = PasskeyAnswerInput['credential'];
export type ConfirmationInput = z.infer<typeof confirmationSchema>;
