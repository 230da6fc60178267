/** Pages that this visitor has seen. The offline page lists them (islands/seen-pages.ts). */
export const PAGES_CACHE = 'haat-pages';
export const FILES_CACHE = 'haat-files';
/** The offline pages and what they need, one for each build. */
export const SHELL_PREFIX = 'haat-shell-';
