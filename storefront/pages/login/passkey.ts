import type { APIRoute } from 'astro';
import { seeOther } from '../../actions/form.ts';

export { signInWithPasskey as POST } from '../../actions/passkey.ts';

/** The address of a form, reloaded or shared. */
export const GET: APIRoute = () => seeOther('/login');
