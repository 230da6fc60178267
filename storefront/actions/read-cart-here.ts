import type { APIContext } from 'astro';
import { readCart } from '../../workers/cart/read-cart.ts';
import type { Cart } from '../../workers/cart/schemas.ts';
import { pincodeSchema } from '../../workers/delivery/schemas.ts';
import { AppError } from '../../workers/http/problem.ts';

/** The pincode that the shopper typed on a product page. */
const PINCODE_COOKIE = 'haat_pin';

/** The cart with the days of its delivery, if the shopper has said where. One that does not exist says nothing. */
export async function readCartHere({
  cookies,
  locals,
}: Pick<APIContext, 'cookies' | 'locals'>): Promise<{ readonly cart: Cart; readonly pincode: string | null }> {
  const typed = pincodeSchema.safeParse(cookies.get(PINCODE_COOKIE)?.value);
  if (!typed.success) return { cart: await readCart(locals.ctx), pincode: null };
  try {
    return { cart: await readCart(locals.ctx, { pincode: typed.data }), pincode: typed.data };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'validation_failed') throw error;
    return { cart: await readCart(locals.ctx), pincode: null };
  }
}
