/** Around the shop: the app on a home screen, no signal, pages that are not there, pages that failed. */
export const enShell = {
  'app.searchShortcut': 'Search the market',
  'offline.title': 'You are offline',
  'offline.text': 'There is no connection right now. Here are pages you have seen; prices and stock may have changed.',
  'offline.none': 'Pages that you look at while you are online will be listed here.',
  'offline.seen': 'Pages you have seen',
  'offline.now': 'You are offline. Prices and stock may have changed.',
  'error.search': 'Search for what you wanted',
  'error.popular': 'What others like',
  'error.gone.title': 'This product is no longer sold',
  'error.gone.text': '“{title}” has left the market. There is more of its kind.',
  'error.gone.category': 'See {category}',
  'error.gone.similar': 'More in {category}',
  'error.reference': 'If you write to us, say this number:',
  'error.orders': 'See your orders',
} as const;
