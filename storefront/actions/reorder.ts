import type { APIContext } from 'astro';
import { reorder } from '../../workers/cart/reorder.ts';
import type { Reorder } from '../../workers/cart/schemas.ts';
import { t, tCount } from '../i18n/t.ts';
import { rememberCount } from './cart-count.ts';
import { changeList, type Said } from './change-list.ts';
import { readForm } from './form.ts';
import { orderNoOf } from './order.ts';

/** POST /orders/<no>/reorder: into the cart what can still be had. */
export async function reorderAgain(page: APIContext): Promise<Response> {
  const orderNo = orderNoOf(page);
  await readForm(page.request);
  return await changeList(page, `/orders/${orderNo}`, async () => {
    const { itemCount, lines } = await reorder(page.locals.ctx, orderNo);
    rememberCount(page.cookies, itemCount);
    return { said: saidOf(lines), next: '/cart' };
  });
}

function saidOf(lines: Reorder['lines']): Said {
  const count = lines.filter(({ got }) => got > 0).length;
  const missing = lines.flatMap(({ title, reason }) =>
    reason === null ? [] : [t('reorder.line', { title: shortened(title), why: t(`reorder.why.${reason}`) })],
  );
  if (missing.length === 0) return { text: tCount('reorder.all', count) };
  return { tone: 'warn', text: t(count === 0 ? 'reorder.none' : 'reorder.part', { list: missing.join('; ') }) };
}

/** A sentence has room for the beginning of a title. */
function shortened(title: string): string {
  return title.length <= 40 ? title : `${title.slice(0, 39).trimEnd()}…`;
}
