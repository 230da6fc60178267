import type { APIRoute } from 'astro';
import { currentLocale, LANGUAGE_TAGS } from '../../workers/http/locale.ts';
import { addressIn } from '../i18n/address.ts';
import { t } from '../i18n/t.ts';

/** How the shop is installed, in the language of the page that names it (w3.org/TR/appmanifest). */
export const GET: APIRoute = () => {
  const here = (path: string) => addressIn(currentLocale(), path);
  const manifest = {
    // One app whatever its language.
    id: '/',
    name: `${t('shop.name')} – ${t('shop.tagline')}`,
    short_name: t('shop.name'),
    description: t('shop.description'),
    lang: LANGUAGE_TAGS[currentLocale()],
    dir: 'ltr',
    start_url: here('/'),
    scope: '/',
    display: 'standalone',
    theme_color: '#7d1d3f',
    background_color: '#fbf8f2',
    categories: ['shopping'],
    icons: [
      ...iconsOf('icon', 'any'),
      ...iconsOf('maskable', 'maskable'),
      { src: '/favicon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
    ],
    shortcuts: [
      { name: t('app.searchShortcut'), url: here('/search') },
      { name: t('nav.orders'), url: here('/orders') },
      { name: t('nav.cart'), url: here('/cart') },
    ],
  };
  return new Response(JSON.stringify(manifest), {
    headers: { 'content-type': 'application/manifest+json; charset=utf-8', 'cache-control': 'no-cache' },
  });
};

function iconsOf(name: string, purpose: string) {
  return [192, 512].map((size) => ({
    ...{ src: `/icons/${name}-${size}.png`, sizes: `${size}x${size}`, type: 'image/png', purpose },
  }));
}
