import type { APIContext, AstroCookies } from 'astro';
import { slugSchema } from '../../workers/catalog/schemas.ts';
import { MAX_COMPARED } from '../../workers/lists/compare-products.ts';
import { t } from '../i18n/t.ts';
import { changeList } from './change-list.ts';
import { readForm } from './form.ts';
import { parsed } from './parsed.ts';

/** What somebody compares: slugs between dots. Readable by scripts, trusted by none. */
const COMPARE_COOKIE = 'haat_compare';
const LIFE_SECONDS = 30 * 86_400;

/** What the address names, else what was chosen before. Anything that is no slug is left out. */
export function comparedSlugs(page: Pick<APIContext, 'url' | 'cookies'>): readonly string[] {
  const named = page.url.searchParams.getAll('p');
  return named.length > 0 ? slugsOf(named) : chosenBefore(page.cookies);
}

/** The address of a comparison, which can be sent to somebody. */
export function compareAddress(slugs: readonly string[]): string {
  return slugs.length === 0 ? '/compare' : `/compare?${new URLSearchParams(slugs.map((slug) => ['p', slug]))}`;
}

/** POST /compare/add {product, p…}: `p` are those that are looked at; without, those that were chosen before. */
export async function addToCompare(page: APIContext): Promise<Response> {
  const form = await readForm(page.request);
  return await changeList(page, '/compare', async () => {
    const slug = parsed(slugSchema, form.get('product'));
    const before = form.has('p') ? slugsOf(form.getAll('p')) : chosenBefore(page.cookies);
    if (before.includes(slug)) return { said: null, next: compareAddress(before) };
    if (before.length >= MAX_COMPARED) {
      return { said: { tone: 'warn', text: t('compare.full', { count: MAX_COMPARED }) }, next: compareAddress(before) };
    }
    return { said: null, next: choose(page.cookies, [...before, slug]) };
  });
}

/** POST /compare/remove {product, p…}. */
export async function removeFromCompare(page: APIContext): Promise<Response> {
  const form = await readForm(page.request);
  return await changeList(page, '/compare', async () => {
    const slug = parsed(slugSchema, form.get('product'));
    const before = form.has('p') ? slugsOf(form.getAll('p')) : chosenBefore(page.cookies);
    const next = choose(
      page.cookies,
      before.filter((each) => each !== slug),
    );
    return {
      said: { text: t('compare.removed'), undo: { action: '/compare/add', name: 'product', value: slug } },
      next,
    };
  });
}

function choose(cookies: AstroCookies, slugs: readonly string[]): string {
  if (slugs.length === 0) cookies.delete(COMPARE_COOKIE, { path: '/' });
  else cookies.set(COMPARE_COOKIE, slugs.join('.'), { path: '/', sameSite: 'lax', maxAge: LIFE_SECONDS });
  return compareAddress(slugs);
}

function chosenBefore(cookies: AstroCookies): string[] {
  return slugsOf(cookies.get(COMPARE_COOKIE)?.value.split('.') ?? []);
}

function slugsOf(texts: readonly string[]): string[] {
  const slugs = texts.filter((text) => slugSchema.safeParse(text).success);
  return [...new Set(slugs)].slice(0, MAX_COMPARED);
}
