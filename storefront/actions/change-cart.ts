import type { APIContext } from 'astro';
import { addItem, changeItem, dismissMergeCuts, removeItem } from '../../workers/cart/change-cart.ts';
import { addItemSchema, type CartChange, skuSchema } from '../../workers/cart/schemas.ts';
import { actAs, type Context, ownerOf } from '../../workers/context.ts';
import { startGuest } from '../../workers/http/auth.ts';
import { t } from '../i18n/t.ts';
import { rememberCount } from './cart-count.ts';
import { whatIsWrong } from './field-errors.ts';
import { leaveFlash } from './flash.ts';
import { numberOf, readForm, seeOther } from './form.ts';
import { parsed } from './parsed.ts';

/** POST /cart/add {sku, quantity, then}: `then=checkout` is "Buy now". */
export async function addToCart(page: APIContext): Promise<Response> {
  const form = await readForm(page.request);
  return await changeCart(page, form.get('then') === 'checkout' ? '/checkout' : '/cart', async () => {
    const item = parsed(addItemSchema, { sku: form.get('sku'), quantity: numberOf(form.get('quantity') ?? '1') });
    const change = await addItem(await withCart(page), item);
    return { change, says: form.get('then') === 'checkout' ? null : t('cart.added') };
  });
}

/** POST /cart/change {sku, quantity}. */
export async function changeLine(page: APIContext): Promise<Response> {
  const form = await readForm(page.request);
  return await changeCart(page, '/cart', async () => {
    const item = parsed(addItemSchema, { sku: form.get('sku'), quantity: numberOf(form.get('quantity')) });
    return { change: await changeItem(page.locals.ctx, item.sku, item.quantity), says: t('cart.notice.changed') };
  });
}

/** POST /cart/remove {sku}. */
export async function removeLine(page: APIContext): Promise<Response> {
  const form = await readForm(page.request);
  return await changeCart(page, '/cart', async () => {
    const sku = parsed(skuSchema, form.get('sku'));
    return { change: await removeItem(page.locals.ctx, sku), says: t('cart.notice.removed') };
  });
}

/** POST /cart/dismiss: what a merge left out has been seen. */
export async function dismissNotices({ locals }: APIContext): Promise<Response> {
  if (ownerOf(locals.ctx.actor) !== null) await dismissMergeCuts(locals.ctx);
  return seeOther('/cart');
}

interface Outcome {
  readonly change: CartChange;
  readonly says: string | null;
}

/** A change that is refused shows the cart as it is, with the reason on top. */
async function changeCart(page: APIContext, next: string, work: () => Promise<Outcome>): Promise<Response> {
  try {
    const { change, says } = await work();
    rememberCount(page.cookies, change.itemCount);
    if (says !== null) leaveFlash(page.cookies, 'good', says);
    return seeOther(next);
  } catch (error) {
    const { errors, problem } = whatIsWrong(error);
    leaveFlash(page.cookies, 'bad', problem ?? Object.values(errors)[0] ?? t('cart.failed'));
    return seeOther('/cart');
  }
}

/** The first thing in a cart makes an anonymous visitor a guest. */
async function withCart({ locals, request }: APIContext): Promise<Context> {
  const { ctx } = locals;
  if (ctx.actor.kind !== 'anonymous') return ctx;
  const { actor, setCookie } = await startGuest(ctx.env, request, ctx.newId);
  locals.setCookies.push(setCookie);
  return actAs(ctx, actor);
}
