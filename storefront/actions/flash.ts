import type { AstroCookies } from 'astro';
import { z } from 'zod';
import { jsonOf } from './json-of.ts';

const FLASH_COOKIE = 'haat_flash';
const LIFE_SECONDS = 60;

const flashSchema = z.object({
  tone: z.enum(['good', 'info', 'warn', 'bad']),
  text: z.string().min(1).max(300),
  /** The form that takes it back, with its one field. */
  undo: z
    .object({
      action: z.enum(['/cart/restore', '/wishlist/add', '/compare/add']),
      name: z.enum(['sku', 'product']),
      value: z.string().max(200),
    })
    .optional(),
  /** It belongs beside this field, with what was typed there. */
  field: z.object({ name: z.literal('code'), value: z.string().max(60) }).optional(),
});

/** One sentence from a form to the page that it redirects to. Shown as text, so a forged cookie fools only its owner. */
export type Flash = z.infer<typeof flashSchema>;

export function leaveFlash(
  cookies: AstroCookies,
  tone: Flash['tone'],
  text: string,
  more: Pick<Flash, 'undo' | 'field'> = {},
): void {
  const flash: Flash = { ...more, tone, text: text.slice(0, 300) };
  cookies.set(FLASH_COOKIE, flash, { path: '/', httpOnly: true, sameSite: 'lax', maxAge: LIFE_SECONDS });
}

/** Reads the sentence and forgets it. */
export function takeFlash(cookies: AstroCookies): Flash | null {
  const cookie = cookies.get(FLASH_COOKIE);
  if (cookie === undefined) return null;
  cookies.delete(FLASH_COOKIE, { path: '/' });
  const flash = flashSchema.safeParse(jsonOf(cookie.value));
  return flash.success ? flash.data : null;
}
