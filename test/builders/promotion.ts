import { env } from 'cloudflare:workers';
import { createPromotion } from '../../workers/promotions/create-promotion.ts';
import { type NewPromotion, newPromotionSchema } from '../../workers/promotions/schemas.ts';
import { givenContext } from './context.ts';

type Given = Partial<Record<keyof NewPromotion, unknown>>;

/** What staff would send: 10 % off by coupon, for everybody, since an hour, until tomorrow. */
export function newPromotion(given: Given = {}, now = Date.now()) {
  const { kind = 'coupon' } = given;
  return {
    kind,
    name: 'An offer of the test',
    rule: { type: 'percent', percentBps: 1000 },
    ...(kind === 'coupon' ? { code: `T${crypto.randomUUID().slice(0, 8).toUpperCase()}` } : {}),
    ...(kind === 'bank_offer' ? { bearer: { bankBps: 10_000 } } : {}),
    validFrom: new Date(now - 3_600_000).toISOString(),
    validUntil: new Date(now + 86_400_000).toISOString(),
    ...given,
  };
}

/** A promotion as the shop itself makes it. */
export async function givenPromotion(given: Given = {}) {
  const promotion = await createPromotion(givenContext(), newPromotionSchema.parse(newPromotion(given)));
  return { ...promotion, code: promotion.code ?? '' };
}

/** How often it is used, by its counter and by the uses that stand. */
export async function usesOf(promotionId: string) {
  const [promotion, uses] = await env.DB.batch<Record<string, number>>([
    env.DB.prepare('SELECT used_count AS count FROM promotions WHERE id = ?').bind(promotionId),
    env.DB.prepare(
      `SELECT COUNT(*) AS orders, COALESCE(SUM(quantity), 0) AS quantity FROM promotion_uses
       WHERE promotion_id = ? AND state = 'taken'`,
    ).bind(promotionId),
  ]);
  const { orders = 0, quantity = 0 } = uses?.results[0] ?? {};
  return { count: promotion?.results[0]?.count ?? 0, orders, quantity };
}
