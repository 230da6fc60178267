import { type Family, products } from '../family.ts';

export const WATCHES_AND_JEWELLERY: readonly Family[] = [
  {
    category: 'wrist-watches',
    glyph: '231a',
    weightGrams: 180,
    specGroup: 'Watch',
    commonSpecs: {
      Warranty: { Cover: '2 years on the movement' },
      'In the box': { Contents: 'Watch, case, warranty card' },
    },
    sentences: [
      'The strap changes without a tool.',
      'Hands glow for about six hours after dark.',
      'Every piece is set and tested for a week in Hosur.',
      'The crown screws down.',
      'It keeps time to fifteen seconds a month.',
    ],
    products: products(`
      Kaalchakra | Meridian Quartz Watch | 1999/3999 | Black, Silver | Movement=Quartz; Case=40 mm steel; Water resistance=5 ATM | A quiet three-hander that reads at a glance and fits under a cuff.
      Kaalchakra | Regulator Automatic Watch | 8999/14999 | Silver | Movement=Automatic; Case=41 mm steel; Water resistance=10 ATM | A self-winding movement behind glass, with a 42-hour reserve.
      Kaalchakra | Diver 200 Watch | 4499/7999 | Black, Silver | Movement=Quartz; Case=42 mm steel; Water resistance=20 ATM | A ratcheting bezel and real depth for people who mostly wash cars in it.
      Pulsewave | Fit 3 Smart Watch | 2499/5999 | Black, Silver | Movement=Digital; Case=1.9 inch AMOLED; Water resistance=5 ATM | Calls from the wrist, honest step counts and a battery for nine days.
      Pulsewave | Terra GPS Sports Watch | 6999/11999 | Black | Movement=Digital; Case=47 mm polymer; Water resistance=10 ATM | Dual-band positioning and maps that work where phones do not.
      Juhi & June | Slim Bracelet Watch | 1499/2999 | Silver | Movement=Quartz; Case=28 mm alloy; Water resistance=3 ATM | More bracelet than watch, until somebody asks the time.
      Chotu Planet | My First Watch | 599/1199 | Black, Silver | Movement=Quartz; Case=32 mm resin; Water resistance=3 ATM | Coloured minutes and a hand for hours teach the clock in a weekend.
    `),
  },
  {
    category: 'rings',
    glyph: '1f48d',
    weightGrams: 60,
    sizes: ['10', '12', '14', '16', '18'],
    specGroup: 'Piece',
    commonSpecs: { Care: { 'How to care': 'Keep dry, store in the pouch' }, Allergy: { Nickel: 'Nickel-free' } },
    sentences: [
      'Arrives in a velvet box with a card to write on.',
      'Stones are set in claws by hand.',
      'The size can be changed once without charge.',
      'Plated thick enough to be worn every day.',
    ],
    products: products(`
      Manikya | Solitaire Crystal Ring | 499/1499 | - | Material=Sterling silver; Stone=Crystal | One round stone, held high enough to find the light.
      Manikya | Kundan Adjustable Cocktail Ring | 699/1799 | =Silver | Material=Brass; Stone=Kundan | A flower of uncut stones the size of a rupee coin.
      Taara Silver | Lab Sapphire Halo Ring | 1899/3999 | =Silver | Material=Sterling silver; Stone=Lab-grown sapphire | A blue stone in a ring of small bright ones, all certified.
      Taara Silver | Plain Band in Rose Tone | 899/1799 | =Silver | Material=Sterling silver; Stone=None | A warm, plain band to wear alone or in a stack of three.
    `),
  },
  {
    category: 'necklaces',
    glyph: '1f4ff',
    weightGrams: 110,
    specGroup: 'Piece',
    commonSpecs: { Care: { 'How to care': 'Wipe with a soft cloth' }, Closure: { Type: 'Hook or thread, adjustable' } },
    sentences: [
      'Strung on silk and knotted between beads.',
      'The tassel is made by hand in Jaipur.',
      'It sits well on a kurta and better on a saree.',
      'A short extender is in the pouch.',
    ],
    products: products(`
      Manikya | Sandalwood Mala, 108 Beads | 399/799 | =Brown | Material=Sandalwood; Length=75 cm | One hundred and eight beads that keep their scent for years.
      Manikya | Pearl Strand with Red Tassel | 1299/2999 | - | Material=Freshwater pearl; Length=45 cm | Off-round pearls with a lustre that no machine-made bead has.
      Taara Silver | Oxidised Tribal Necklace | 799/1799 | =Brown | Material=Oxidised silver tone; Length=50 cm | Heavy to look at, light to wear, loud in the best way.
      Taara Silver | Turquoise Bead Necklace | 649/1399 | =Brown | Material=Turquoise; Length=48 cm | Stabilised turquoise in the green-blue of a Ladakh lake.
      Manikya | Temple Coin Long Necklace | 1499/3499 | =Brown | Material=Gold-plated brass; Length=70 cm | Rows of Lakshmi coins in the style of Nagercoil temple jewellery.
      Rangrez Lane | Terracotta Handpainted Necklace | 449/899 | =Brown | Material=Terracotta; Length=46 cm | Clay beads from Bishnupur, painted with a single-hair brush.
    `),
  },
];
