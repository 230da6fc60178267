import type { Eligibility, PromotionInput } from './promotion.ts';

export const FOR_ALL: Eligibility = {
  categoryPaths: [],
  brandSlugs: [],
  skus: [],
  sellerIds: [],
  minCartPaise: 0,
  people: 'everyone',
  paymentMethods: [],
};

export type GivenInput = Partial<Omit<PromotionInput, 'eligibility'>> & { readonly eligibility?: Partial<Eligibility> };

/** An open promotion of the platform; ids sort as they are given. */
export function promotionOf({ eligibility = {}, ...given }: GivenInput): PromotionInput {
  return {
    id: 'prm_1',
    kind: 'cart',
    label: 'An offer',
    labelHi: null,
    code: null,
    rule: { type: 'percent', percentBps: 1000, maxPaise: null },
    bearer: { sellerBps: 0, bankBps: 0 },
    isStackable: false,
    priority: 0,
    isListed: true,
    refusal: null,
    left: null,
    ...given,
    eligibility: { ...FOR_ALL, ...eligibility },
  };
}
