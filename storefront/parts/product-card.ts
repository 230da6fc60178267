import type { ProductCard } from '../../workers/catalog/schemas.ts';
import { t } from '../i18n/t.ts';
import { badge } from './badge.ts';
import { type Html, html } from './html.ts';
import { picture } from './picture.ts';
import { price } from './price.ts';
import { rating } from './rating.ts';

export interface ProductCardOptions {
  /** For those in the first screen. */
  readonly eager?: boolean | undefined;
  /** The first of the first screen. */
  readonly first?: boolean | undefined;
  /** How wide it is: in a grid that fills a phone twice, if nobody says otherwise. */
  readonly sizes?: string | undefined;
  /** Of its heading. */
  readonly level?: 2 | 3 | undefined;
}

/** Of `.grid-products`. */
const IN_GRID = '(width >= 48rem) 14rem, 46vw';

/** A product in a grid or a row. The whole card is one link. */
export function productCard(product: ProductCard, options: ProductCardOptions = {}): Html {
  const { eager, first, sizes = IN_GRID, level = 3 } = options;
  const { slug, title, brand, image, isInStock } = product;
  const gone = html`<span class="product-card-corner">${badge('bad', t('stock.out'))}</span>`;
  return html`<article class="product-card${isInStock ? '' : ' is-gone'}"><div class="product-card-picture">${picture(image, { sizes, alt: '', eager, first })}${!isInStock && gone}</div><div class="product-card-text">${brand !== null && html`<p class="product-card-brand">${brand}</p>`}<h${level} class="product-card-title"><a href="/p/${slug}">${title}</a></h${level}>${rating(product)}${price(product)}</div></article>`;
}
