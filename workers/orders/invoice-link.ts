import type { Context } from '../context.ts';
import { isSignature, signingKeyOf } from '../http/signing-key.ts';

/** Links to a document for whoever holds them, until they expire: signed with the shop's secret. */

/** '/api/v1/invoices/inv_….pdf?expires=…&signature=…', good for `ttlSeconds`. */
export async function invoiceUrl(ctx: Context, invoiceId: string, ttlSeconds: number): Promise<string> {
  return await documentUrl(ctx, `/api/v1/invoices/${invoiceId}.pdf`, invoiceId, ttlSeconds);
}

/** '/api/v1/credit-notes/crn_….pdf?expires=…&signature=…', good for `ttlSeconds`. */
export async function creditNoteUrl(ctx: Context, creditNoteId: string, ttlSeconds: number): Promise<string> {
  return await documentUrl(ctx, `/api/v1/credit-notes/${creditNoteId}.pdf`, creditNoteId, ttlSeconds);
}

async function documentUrl(ctx: Context, path: string, id: string, ttlSeconds: number): Promise<string> {
  const expires = String(Math.floor(ctx.now / 1000) + ttlSeconds);
  const { key } = await signingKeyOf(ctx.env);
  const bytes = new Uint8Array(await crypto.subtle.sign('HMAC', key, claimOf(id, expires)));
  const signature = bytes.toBase64({ alphabet: 'base64url', omitPadding: true });
  return `${path}?expires=${expires}&signature=${signature}`;
}

export interface LinkProof {
  readonly expires?: string | undefined;
  readonly signature?: string | undefined;
}

/** Whether the link was made by this shop for this document and has not expired. Compares in constant time. */
export async function isLinkValid(ctx: Context, id: string, { expires, signature }: LinkProof) {
  if (expires === undefined || signature === undefined) return false;
  if (!/^\d{1,12}$/.test(expires) || Number(expires) * 1000 <= ctx.now) return false;
  // 43 letters are the 32 bytes of a SHA-256; anything else is not ours.
  if (!/^[\w-]{43}$/.test(signature)) return false;
  const bytes = Uint8Array.fromBase64(signature, { alphabet: 'base64url' });
  return await isSignature(ctx.env, bytes, claimOf(id, expires));
}

/** The prefix keeps a signature of something else, made with the same secret, from opening a document. */
function claimOf(id: string, expires: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`invoice-link:${id}:${expires}`);
}
