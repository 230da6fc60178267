import type { APIContext } from 'astro';
import { register } from '../../workers/accounts/register.ts';
import { registerSchema } from '../../workers/accounts/schemas.ts';
import { type AccountForm, accountForm } from './account-form.ts';
import { parsed } from './parsed.ts';
import { awaitCode } from './pending-code.ts';

/** GET and POST of /register: the form to show, or on to the code that was sent. */
export async function signUp(page: APIContext): Promise<AccountForm | Response> {
  return await accountForm(page, ['name', 'email'], async ({ form, next, botToken }) => {
    const [name, email, password] = ['name', 'email', 'password'].map((field) => form.get(field) ?? '');
    const input = parsed(registerSchema, { name, email, password });
    return awaitCode(page, '/verify', await register(page.locals.ctx, input, botToken), input.email, next);
  });
}
