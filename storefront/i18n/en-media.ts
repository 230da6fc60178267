/** Pictures of products, looked at closely. */
export const enMedia = {
  'gallery.enlarge': 'Enlarge: {alt}',
  'gallery.zoom': 'Pictures of {title}, enlarged',
  'gallery.pane': 'Picture',
  'gallery.place': 'Picture {number} of {count}',
  'gallery.larger': 'Zoom in',
  'gallery.smaller': 'Zoom out',
  'gallery.previous': 'Previous picture',
  'gallery.next': 'Next picture',
  'gallery.close': 'Close the pictures',
} as const;
