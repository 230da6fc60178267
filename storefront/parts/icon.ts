import { ICONS, type IconName } from '../components/icons.ts';
import { type Html, html } from './html.ts';

export interface IconOptions {
  readonly size?: 16 | 20 | 24 | 32;
  readonly filled?: boolean;
}

/** A line icon. Decorative: the words beside it, or the `aria-label` of the link around it, say what it means. */
export function icon(name: IconName, { size = 24, filled = false }: IconOptions = {}): Html {
  return html`<svg width="${size}" height="${size}" viewBox="0 0 24 24" fill="${filled ? 'currentColor' : 'none'}" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="${ICONS[name]}"></path></svg>`;
}
