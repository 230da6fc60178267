import { createRoute, z } from '@hono/zod-openapi';
import { iso } from '../../http/iso.ts';
import { body, createRouter, json, problems } from '../../http/openapi.ts';
import { presentCodeSent } from '../answer-sign-in.ts';
import { codeAnswerSchema, codeSentSchema } from '../schemas.ts';
import { addAddress } from './add-address.ts';
import { listAddresses } from './address-book.ts';
import { changeAddress } from './change-address.ts';
import { askForContact, proveContact } from './change-contact.ts';
import { changeProfile } from './change-profile.ts';
import { deleteAccount } from './delete-account.ts';
import { downloadPersonalData } from './download-personal-data.ts';
import { findProfile } from './find-profile.ts';
import { personalDataSchema } from './personal-data-schemas.ts';
import {
  addressChangeSchema,
  addressIdSchema,
  addressListSchema,
  deletionAnswerSchema,
  deletionSchema,
  newAddressSchema,
  newEmailSchema,
  newPhoneSchema,
  profileChangeSchema,
  profileSchema,
  savedAddressSchema,
} from './profile-schemas.ts';
import { removeAddress } from './remove-address.ts';
import { removeContact } from './remove-contact.ts';
import { setDefaultAddress } from './set-default-address.ts';

const tags = ['Account'];
const addressParam = z.object({ addressId: addressIdSchema });

/** What belongs to a person: profile, addresses, data, leaving. */
export const profileRoutes = createRouter();

profileRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/account/profile',
    tags,
    summary: 'Name, addresses to be reached at, language and wishes',
    responses: { 200: json(profileSchema, 'The profile'), ...problems(401) },
  }),
  async (c) => c.json(await findProfile(c.get('ctx')), 200),
);

profileRoutes.openapi(
  createRoute({
    method: 'patch',
    path: '/account/profile',
    tags,
    summary: 'Change the name, the language or what is sent',
    request: { body: body(profileChangeSchema) },
    responses: { 200: json(profileSchema, 'The profile as it is now'), ...problems(400, 401, 403, 422) },
  }),
  async (c) => c.json(await changeProfile(c.get('ctx'), c.req.valid('json')), 200),
);

for (const [kind, schema] of [
  ['email', newEmailSchema],
  ['phone', newPhoneSchema],
] as const) {
  const words = kind === 'email' ? 'e-mail address' : 'mobile number';

  profileRoutes.openapi(
    createRoute({
      method: 'post',
      path: `/account/${kind}`,
      tags,
      summary: `Ask for a code to a new ${words}; nothing changes before it is proved`,
      request: { body: body(schema) },
      responses: { 202: json(codeSentSchema, 'A code is on its way'), ...problems(400, 401, 403, 422, 429) },
    }),
    async (c) => {
      const input: { readonly email?: string; readonly phone?: string } = c.req.valid('json');
      return c.json(presentCodeSent(await askForContact(c.get('ctx'), kind, input[kind] ?? '')), 202);
    },
  );

  profileRoutes.openapi(
    createRoute({
      method: 'post',
      path: `/account/${kind}/verification`,
      tags,
      summary: `Prove the new ${words}; the one before is told`,
      request: { body: body(codeAnswerSchema) },
      responses: { 200: json(profileSchema, 'The profile as it is now'), ...problems(400, 401, 403, 409, 410, 422) },
    }),
    async (c) => {
      await proveContact(c.get('ctx'), kind, c.req.valid('json'));
      return c.json(await findProfile(c.get('ctx')), 200);
    },
  );

  profileRoutes.openapi(
    createRoute({
      method: 'delete',
      path: `/account/${kind}`,
      tags,
      summary: `Take the ${words} off the account, when there is another way to sign in`,
      responses: { 204: { description: 'Removed' }, ...problems(401, 403, 409) },
    }),
    async (c) => {
      await removeContact(c.get('ctx'), kind);
      return c.body(null, 204);
    },
  );
}

profileRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/account/addresses',
    tags,
    summary: 'The address book, the default first',
    responses: { 200: json(addressListSchema, 'The addresses'), ...problems(401) },
  }),
  async (c) => c.json({ addresses: [...(await listAddresses(c.get('ctx')))] }, 200),
);

profileRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/account/addresses',
    tags,
    summary: 'Add an address; district and state follow from the pincode, the first one is the default',
    request: { body: body(newAddressSchema) },
    responses: { 201: json(savedAddressSchema, 'Added'), ...problems(400, 401, 409, 422) },
  }),
  async (c) => c.json(await addAddress(c.get('ctx'), c.req.valid('json')), 201),
);

profileRoutes.openapi(
  createRoute({
    method: 'patch',
    path: '/account/addresses/{addressId}',
    tags,
    summary: 'Change an address; orders keep the one that they were placed with',
    request: { params: addressParam, body: body(addressChangeSchema) },
    responses: { 200: json(savedAddressSchema, 'The address as it is now'), ...problems(400, 401, 404, 422) },
  }),
  async (c) => c.json(await changeAddress(c.get('ctx'), c.req.valid('param').addressId, c.req.valid('json')), 200),
);

profileRoutes.openapi(
  createRoute({
    method: 'delete',
    path: '/account/addresses/{addressId}',
    tags,
    summary: 'Remove an address; the newest other one follows a default',
    request: { params: addressParam },
    responses: { 204: { description: 'Removed' }, ...problems(401, 404, 422) },
  }),
  async (c) => {
    await removeAddress(c.get('ctx'), c.req.valid('param').addressId);
    return c.body(null, 204);
  },
);

profileRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/account/addresses/{addressId}/default',
    tags,
    summary: 'Make it the address that a checkout proposes',
    request: { params: addressParam },
    responses: { 200: json(savedAddressSchema, 'The default'), ...problems(401, 404, 422) },
  }),
  async (c) => c.json(await setDefaultAddress(c.get('ctx'), c.req.valid('param').addressId), 200),
);

profileRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/account/data',
    tags,
    summary: 'Everything that the shop holds of you, as a file',
    responses: { 200: json(personalDataSchema, 'The data'), ...problems(401, 403) },
  }),
  async (c) => {
    const data = await downloadPersonalData(c.get('ctx'));
    c.header('content-disposition', `attachment; filename="haat-my-data-${data.generatedAt.slice(0, 10)}.json"`);
    c.header('cache-control', 'private, no-store');
    return c.json(data, 200);
  },
);

profileRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/account/deletion',
    tags,
    summary: 'Delete your account, at once and for good',
    description:
      'Nobody gets in from then on. A job takes the person out of orders, invoices and messages of gateways; numbers and sums stay. Orders that are not over refuse it with `account_has_open_orders`.',
    request: { body: body(deletionSchema) },
    responses: { 202: json(deletionAnswerSchema, 'Closed; the rest follows'), ...problems(400, 401, 403, 409, 422) },
  }),
  async (c) => c.json({ deletedAt: iso((await deleteAccount(c.get('ctx'))).deletedAt) }, 202),
);
