import type { APIRoute } from 'astro';
import { seeOther } from '../actions/form.ts';

export { signOut as POST } from '../actions/sign-in.ts';

/** A link that signs out could be followed by a prefetch: the form does it. */
export const GET: APIRoute = () => seeOther('/orders');
