/** The life of a product. Only an active one exists for shoppers, the search and the sitemap. */
export const PRODUCT_STATUSES = ['draft', 'in_review', 'active', 'archived'] as const;
export type ProductStatus = (typeof PRODUCT_STATUSES)[number];

const transitions = {
  draft: ['in_review', 'archived'],
  in_review: ['draft', 'active'],
  active: ['in_review', 'archived'],
  archived: ['active'],
} as const satisfies Readonly<Record<ProductStatus, readonly ProductStatus[]>>;

/** Where a product may go from here. */
export function nextStatuses(from: ProductStatus): readonly ProductStatus[] {
  return transitions[from];
}
