import { env } from 'cloudflare:workers';
import { desc, sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { givenProduct } from '../../test/builders/catalog.ts';
import { givenContext } from '../../test/builders/context.ts';
import { givenUserActor } from '../../test/builders/person.ts';
import { givenStaff } from '../../test/builders/staff.ts';
import { auditLog } from '../db/schema/system.ts';
import { editListing } from './edit-listing.ts';
import { editProduct } from './edit-product.ts';
import { findProduct } from './find-product.ts';
import { projectProducts } from './project-product.ts';

const { db } = givenContext();
const announced = async (productId: string) =>
  await db.all(
    sql`SELECT id FROM outbox WHERE event ->> 'type' = 'product.changed' AND event ->> 'productId' = ${productId}`,
  );
const lastAudit = async () => (await db.select().from(auditLog).orderBy(desc(auditLog.id)).limit(1))[0];
const codeOf = (error: unknown) => (error as { code?: string }).code;

describe('an edit of a listing', () => {
  test('is seen at once, is announced once, and leaves what was before and after', async () => {
    const { sku, slug, productId } = await givenProduct({ pricePaise: 50_000, mrpPaise: 90_000 });
    expect(await editListing(givenStaff(), sku, { pricePaise: 45_000, handlingDays: 3 })).toMatchObject({
      ...{ sku, productSlug: slug, pricePaise: 45_000, mrpPaise: 90_000, handlingDays: 3, status: 'active' },
    });
    const [variant] = (await findProduct(givenContext(), slug)).variants;
    expect(variant?.offer).toMatchObject({ pricePaise: 45_000, handlingDays: 3 });
    expect(await announced(productId)).toHaveLength(1);
    expect(await lastAudit()).toMatchObject({ action: 'listing.edit', subject: sku });
    const { before, after } = (await lastAudit()) as { before: object; after: object };
    expect([before, after]).toMatchObject([{ pricePaise: 50_000 }, { pricePaise: 45_000 }]);
    await projectProducts(givenContext(), [productId]);
    const [card] = await db.all(sql`SELECT price_paise AS price FROM product_cards WHERE product_id = ${productId}`);
    expect(card).toEqual({ price: 45_000 });
  });

  test('the same again changes nothing and says nothing', async () => {
    const { sku, productId } = await givenProduct({ pricePaise: 50_000 });
    await editListing(givenStaff(), sku, { pricePaise: 45_000 });
    const before = await db.$count(auditLog);
    expect((await editListing(givenStaff(), sku, { pricePaise: 45_000 })).pricePaise).toBe(45_000);
    expect(await db.$count(auditLog)).toBe(before);
    expect(await announced(productId)).toHaveLength(1);
  });

  test.each([
    [{ pricePaise: 90_001 }, 'pricePaise'],
    [{ mrpPaise: 49_999 }, 'mrpPaise'],
    [{ pricePaise: 90_001, mrpPaise: 90_000 }, 'pricePaise'],
  ])('%o names %s and changes nothing', async (edit, field) => {
    const { sku, slug } = await givenProduct({ pricePaise: 50_000, mrpPaise: 90_000 });
    await expect(editListing(givenStaff(), sku, edit)).rejects.toMatchObject({
      ...{ code: 'validation_failed', extra: { errors: [{ field }] } },
    });
    const [variant] = (await findProduct(givenContext(), slug)).variants;
    expect(variant?.offer).toMatchObject({ pricePaise: 50_000, mrpPaise: 90_000 });
  });

  test('of many at once each is told whether it counted, and the trail agrees', async () => {
    const { sku, productId } = await givenProduct({ pricePaise: 50_000 });
    const prices = Array.from({ length: 8 }, (_, n) => 40_000 + n);
    const results = await Promise.allSettled(
      prices.map((pricePaise) => editListing(givenStaff(), sku, { pricePaise })),
    );
    const won = results.filter(({ status }) => status === 'fulfilled');
    for (const each of results) if (each.status === 'rejected') expect(codeOf(each.reason)).toBe('illegal_transition');
    expect(won.length).toBeGreaterThan(0);
    expect(await announced(productId)).toHaveLength(won.length);
    const trail = await env.DB.prepare('SELECT before, after FROM audit_log WHERE subject = ? ORDER BY rowid')
      .bind(sku)
      .all<{ before: string; after: string }>();
    expect(trail.results).toHaveLength(won.length);
    // Each edit stands on the one before it: none was lost.
    const [befores, afters] = [trail.results.map(({ before }) => before), trail.results.map(({ after }) => after)];
    expect(befores.slice(1)).toEqual(afters.slice(0, -1));
  });

  test('is for staff with the permission, and of what there is', async () => {
    const { sku } = await givenProduct();
    for (const actor of [givenUserActor(), givenUserActor({ role: 'staff', permissions: ['orders.read'] })]) {
      await expect(editListing(givenContext({ actor }), sku, { pricePaise: 1 })).rejects.toMatchObject({
        code: 'forbidden',
      });
    }
    await expect(editListing(givenStaff(), 'NO-SUCH', { pricePaise: 1 })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('an offer that is taken off is on no page', async () => {
    const { sku, slug } = await givenProduct();
    await editListing(givenStaff(), sku, { status: 'inactive' });
    expect((await findProduct(givenContext(), slug)).variants[0]?.offer).toBeNull();
  });
});

describe('an edit of a product', () => {
  test('changes its words at once', async () => {
    const { slug, productId } = await givenProduct({ title: 'Lamp' });
    const edited = await editProduct(givenStaff(), slug, { title: 'Brass lamp', description: 'Polished by hand.' });
    expect(edited).toEqual({ slug, title: 'Brass lamp', description: 'Polished by hand.', status: 'active' });
    expect(await findProduct(givenContext(), slug)).toMatchObject({ title: 'Brass lamp' });
    expect(await announced(productId)).toHaveLength(1);
  });

  test('an archived product does not exist outside, and comes back', async () => {
    const { slug } = await givenProduct();
    await editProduct(givenStaff(), slug, { status: 'archived' });
    await expect(findProduct(givenContext(), slug)).rejects.toMatchObject({ code: 'not_found' });
    await editProduct(givenStaff(), slug, { status: 'active' });
    expect((await findProduct(givenContext(), slug)).slug).toBe(slug);
  });

  test.each([
    ['draft', 'active'],
    ['active', 'draft'],
    ['archived', 'in_review'],
  ] as const)('from %s to %s is not possible', async (from, status) => {
    const { slug } = await givenProduct({ productStatus: from });
    await expect(editProduct(givenStaff(), slug, { status })).rejects.toMatchObject({
      ...{ code: 'illegal_transition', extra: { errors: [{ field: 'status' }] } },
    });
  });

  test('of two at once one counts', async () => {
    const { slug } = await givenProduct();
    const titles = ['Lamp of brass', 'Lamp of clay'];
    const results = await Promise.allSettled(titles.map((title) => editProduct(givenStaff(), slug, { title })));
    const { title } = await findProduct(givenContext(), slug);
    expect(titles).toContain(title);
    for (const each of results) if (each.status === 'rejected') expect(codeOf(each.reason)).toBe('illegal_transition');
  });

  test('is for staff with the permission', async () => {
    const { slug } = await givenProduct();
    await expect(editProduct(givenContext({ actor: givenUserActor() }), slug, { title: 'Mine' })).rejects.toMatchObject(
      {
        code: 'forbidden',
      },
    );
  });
});
