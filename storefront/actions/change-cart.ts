import type { APIContext } from 'astro';
import { applyCoupon, removeCoupon } from '../../workers/cart/apply-coupon.ts';
import { addItem, changeItem, dismissMergeCuts, removeItem, restoreItem } from '../../workers/cart/change-cart.ts';
import { moveSavedToCart, removeSaved, saveForLater } from '../../workers/cart/save-for-later.ts';
import { addItemSchema, applyCouponSchema, type CartChange, skuSchema } from '../../workers/cart/schemas.ts';
import { ownerOf } from '../../workers/context.ts';
import { addWish } from '../../workers/lists/add-wish.ts';
import { t } from '../i18n/t.ts';
import { asOwner } from './as-owner.ts';
import { rememberCount } from './cart-count.ts';
import { changeList, type Done, type Said, sentenceOf } from './change-list.ts';
import { leaveFlash } from './flash.ts';
import { numberOf, readForm, seeOther } from './form.ts';
import { parsed } from './parsed.ts';
import { rememberWishes } from './wish-count.ts';

/** POST /cart/add {sku, quantity, then}: `then=checkout` is "Buy now". */
export async function addToCart(page: APIContext): Promise<Response> {
  const form = await readForm(page.request);
  return await changeCart(page, async () => {
    const isBuyNow = form.get('then') === 'checkout';
    const item = parsed(addItemSchema, { sku: form.get('sku'), quantity: numberOf(form.get('quantity') ?? '1') });
    const change = await addItem(await asOwner(page), item);
    return { change, said: isBuyNow ? null : { text: t('cart.added') }, next: isBuyNow ? '/checkout' : '/cart' };
  });
}

/** POST /cart/change {sku, quantity, step?}: the buttons beside the number send −1 or 1 with it. */
export async function changeLine(page: APIContext): Promise<Response> {
  const form = await readForm(page.request);
  return await changeCart(page, async () => {
    const step = { '-1': -1, '1': 1 }[form.get('step') ?? ''] ?? 0;
    const typed = numberOf(form.get('quantity'));
    const quantity = typeof typed === 'number' ? typed + step : typed;
    const item = parsed(addItemSchema, { sku: form.get('sku'), quantity });
    const change = await changeItem(page.locals.ctx, item.sku, item.quantity);
    return { change, said: { text: t('cart.notice.changed') } };
  });
}

/** POST /cart/remove {sku}. */
export async function removeLine(page: APIContext): Promise<Response> {
  return await changeLineBy(page, removeItem, (sku) => ({ text: t('cart.notice.removed'), undo: restoring(sku) }));
}

/** POST /cart/restore {sku}: takes a removal back. */
export async function restoreLine(page: APIContext): Promise<Response> {
  return await changeLineBy(page, restoreItem, () => ({ text: t('cart.notice.restored') }));
}

/** POST /cart/save {sku}. */
export async function saveLine(page: APIContext): Promise<Response> {
  return await changeLineBy(page, saveForLater, () => ({ text: t('cart.notice.saved') }));
}

/** POST /cart/move {sku}: from what was saved into the cart. */
export async function moveLine(page: APIContext): Promise<Response> {
  return await changeLineBy(page, moveSavedToCart, () => ({ text: t('cart.notice.moved') }));
}

/** POST /cart/drop-saved {sku}. */
export async function dropSavedLine(page: APIContext): Promise<Response> {
  return await changeLineBy(page, removeSaved, (sku) => ({ text: t('cart.notice.dropped'), undo: restoring(sku) }));
}

/** POST /cart/wish {sku}: from the cart onto the wishlist. It is there before it leaves here. */
export async function wishLine(page: APIContext): Promise<Response> {
  const work = async (ctx: APIContext['locals']['ctx'], sku: string) => {
    const { skus } = await addWish(ctx, sku);
    rememberWishes(page.cookies, skus.length);
    return await removeItem(ctx, sku);
  };
  return await changeLineBy(page, work, (sku) => ({ text: t('cart.notice.wished'), undo: restoring(sku) }));
}

/** POST /cart/coupon {code}: a code that does not work is said beside its field. */
export async function useCoupon(page: APIContext): Promise<Response> {
  const typed = (await readForm(page.request)).get('code') ?? '';
  try {
    const { code } = parsed(applyCouponSchema, { code: typed });
    await applyCoupon(page.locals.ctx, code);
    leaveFlash(page.cookies, 'good', t('coupon.applied', { code }));
  } catch (error) {
    leaveFlash(page.cookies, 'bad', sentenceOf(error), { field: { name: 'code', value: typed.slice(0, 60) } });
  }
  return seeOther('/cart#coupon');
}

/** POST /cart/coupon-off. */
export async function dropCoupon(page: APIContext): Promise<Response> {
  await readForm(page.request);
  return await changeList(page, '/cart', async () => {
    await removeCoupon(page.locals.ctx);
    return { said: { text: t('coupon.removed') } };
  });
}

/** POST /cart/dismiss: what a merge left out has been seen. */
export async function dismissNotices(page: APIContext): Promise<Response> {
  await readForm(page.request);
  if (ownerOf(page.locals.ctx.actor) !== null) await dismissMergeCuts(page.locals.ctx);
  return seeOther('/cart');
}

function restoring(sku: string): Said['undo'] {
  return { action: '/cart/restore', name: 'sku', value: sku };
}

async function changeLineBy(
  page: APIContext,
  verb: (ctx: APIContext['locals']['ctx'], sku: string) => Promise<CartChange>,
  said: (sku: string) => Said,
): Promise<Response> {
  const form = await readForm(page.request);
  return await changeCart(page, async () => {
    const sku = parsed(skuSchema, form.get('sku'));
    return { change: await verb(page.locals.ctx, sku), said: said(sku) };
  });
}

/** A change that is refused shows the cart as it is, with the reason on top. */
async function changeCart(
  page: APIContext,
  work: () => Promise<Done & { readonly change: CartChange }>,
): Promise<Response> {
  return await changeList(page, '/cart', async () => {
    const { change, ...done } = await work();
    rememberCount(page.cookies, change.itemCount);
    return done;
  });
}
