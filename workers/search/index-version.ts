/**
 * Of the rules by which products become words of the index (domain/search, documents.ts). Raise it when they change: the
 * cron then rebuilds the index of a running shop by itself.
 */
export const INDEX_VERSION = 1;
