import { describe, expect, test } from 'vitest';
import { products } from './family.ts';

describe('a table of products', () => {
  test('reads brand, name, prices, choices, specifications and the sentence', () => {
    const table =
      'Kaveri Loom | Polo | 399/899 | colour: White, Navy; size: S, M +50 | Fabric=Cotton; Fit=Slim | Soft.';
    expect(products(table)).toEqual([
      {
        brand: 'Kaveri Loom',
        name: 'Polo',
        priceRupees: 399,
        mrpRupees: 899,
        choices: {
          colour: [
            { value: 'White', extraRupees: 0 },
            { value: 'Navy', extraRupees: 0 },
          ],
          size: [
            { value: 'S', extraRupees: 0 },
            { value: 'M', extraRupees: 50 },
          ],
        },
        finish: null,
        specs: { Fabric: 'Cotton', Fit: 'Slim' },
        detail: 'Soft.',
      },
    ]);
  });

  test('knows paints without a choice, and products without either', () => {
    const [painted, plain] = products(`
      A | One | 1/2 | =Black | K=V | D.
      A | Two | 1/2 | - | K=V | D.
    `);
    expect(painted).toMatchObject({ choices: {}, finish: 'Black' });
    expect(plain).toMatchObject({ choices: {}, finish: null });
  });

  test.each([
    ['A | One | 1/2 | - | K=V', 'not a product'],
    ['A | One | one | - | K=V | D.', 'not a product'],
    ['A | One | 1/2 | =Blurple | K=V | D.', 'not a colour'],
    ['A | One | 1/2 | Blurple | K=V | D.', 'not a colour'],
    ['A | One | 1/2 | - | K | D.', 'not a specification'],
  ])('refuses %s', (line, reason) => {
    expect(() => products(line)).toThrow(reason);
  });
});
