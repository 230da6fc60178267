import type { AstroGlobal } from 'astro';
import { type BotWidget, botWidgetOf } from '../../workers/http/turnstile.ts';

/**
 * The check for `<BotCheck>`, and the page's permission for its script and frame; null in a shop without one. For the
 * front matter of a page: its Content-Security-Policy is sent before the components are rendered.
 */
export function allowBotCheck({ locals }: Pick<AstroGlobal, 'locals'>): BotWidget | null {
  const widget = botWidgetOf(locals.ctx.env);
  if (widget === null || widget.source === null) return widget;
  const { source } = widget;
  locals.outsideSources.push({ scripts: [source], frames: [source], connections: [source] });
  return widget;
}

const withScript = new WeakSet<BotWidget>();

/** True once for each page: its script finds every place by itself. */
export function isFirstCheck(widget: BotWidget): boolean {
  if (withScript.has(widget)) return false;
  withScript.add(widget);
  return true;
}
