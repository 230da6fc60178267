import type { enMedia } from './en-media.ts';

export const hiMedia = {
  'gallery.enlarge': 'बड़ा करें: {alt}',
  'gallery.zoom': '{title} की तस्वीरें, बड़े आकार में',
  'gallery.pane': 'तस्वीर',
  'gallery.place': '{count} में से तस्वीर {number}',
  'gallery.larger': 'बड़ा करें',
  'gallery.smaller': 'छोटा करें',
  'gallery.previous': 'पिछली तस्वीर',
  'gallery.next': 'अगली तस्वीर',
  'gallery.close': 'तस्वीरें बंद करें',
} as const satisfies Record<keyof typeof enMedia, string>;
