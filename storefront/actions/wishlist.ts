import type { APIContext } from 'astro';
import { skuSchema } from '../../workers/cart/schemas.ts';
import { addWish } from '../../workers/lists/add-wish.ts';
import { moveWishToCart } from '../../workers/lists/move-wish-to-cart.ts';
import { readWishSkus } from '../../workers/lists/read-wishlist.ts';
import { removeWish } from '../../workers/lists/remove-wish.ts';
import { t } from '../i18n/t.ts';
import { asOwner } from './as-owner.ts';
import { rememberCount } from './cart-count.ts';
import { changeList } from './change-list.ts';
import { readForm } from './form.ts';
import { parsed } from './parsed.ts';
import { rememberWishes } from './wish-count.ts';

/** POST /wishlist/add {sku}. */
export async function addToWishlist(page: APIContext): Promise<Response> {
  const form = await readForm(page.request);
  return await changeList(page, '/wishlist', async () => {
    const sku = parsed(skuSchema, form.get('sku'));
    const { skus } = await addWish(await asOwner(page), sku);
    rememberWishes(page.cookies, skus.length);
    return { said: { text: t('wishlist.added') } };
  });
}

/** POST /wishlist/remove {sku}. */
export async function removeFromWishlist(page: APIContext): Promise<Response> {
  const form = await readForm(page.request);
  return await changeList(page, '/wishlist', async () => {
    const sku = parsed(skuSchema, form.get('sku'));
    const { skus } = await removeWish(page.locals.ctx, sku);
    rememberWishes(page.cookies, skus.length);
    return { said: { text: t('wishlist.removed'), undo: { action: '/wishlist/add', name: 'sku', value: sku } } };
  });
}

/** POST /wishlist/move {sku}: one piece goes into the cart. */
export async function moveFromWishlist(page: APIContext): Promise<Response> {
  const form = await readForm(page.request);
  return await changeList(page, '/wishlist', async () => {
    const sku = parsed(skuSchema, form.get('sku'));
    const { itemCount } = await moveWishToCart(page.locals.ctx, sku);
    rememberCount(page.cookies, itemCount);
    rememberWishes(page.cookies, (await readWishSkus(page.locals.ctx)).skus.length);
    return { said: { text: t('wishlist.moved') } };
  });
}
