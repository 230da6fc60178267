import { type Family, products } from '../family.ts';

const COSMETIC = { Safety: { 'Cruelty-free': 'Yes', 'Best before': '24 months from manufacture' } };
const BABY_SAFE = { Safety: { 'BPA free': 'Yes' }, Care: { Cleaning: 'Boil or steam' } };

export const BEAUTY_AND_HEALTH: readonly Family[] = [
  {
    category: 'make-up',
    glyph: '1f484',
    weightGrams: 60,
    specGroup: 'Product',
    commonSpecs: COSMETIC,
    sentences: [
      'Shades were tried on skins from Leh to Madurai.',
      'Survives a lunch with curry.',
      'Fragrance is faint and soon gone.',
    ],
    products: products(`
      Gulnaar | Matte Bullet Lipstick | 399/799 | shade: Gulmohar Red, Rosewood, Bare Almond, Jamun | Finish=Matte; Quantity=4.2 g | A matte that does not drink the lips dry.
      Gulnaar | Liquid Velvet Lip Colour | 549/1099 | shade: Brick Lane, Mauve Mist, Sindoor | Finish=Velvet; Quantity=6 ml | Sets in a minute and stays through a wedding.
      Mirchi Rose | Tinted Lip Balm SPF 20 | 249/499 | shade: Cherry, Peach | Finish=Sheer; Quantity=5 g | A hint of colour and a good deal of shea butter.
      Surmai | Smudge-Free Kajal, Pack of 2 | 299/599 | =Black | Finish=Matte; Quantity=0.7 g | One stroke, twelve hours, no panda.
    `),
  },
  {
    category: 'make-up',
    glyph: '1f485',
    weightGrams: 80,
    specGroup: 'Product',
    commonSpecs: COSMETIC,
    sentences: ['Dries while you answer one message.', 'Free of the ten chemicals you have heard about.'],
    products: products(`
      Gulnaar | Gel Shine Nail Polish | 199/399 | shade: Rani Pink, Midnight Blue, Marigold, Nude | Finish=Gel; Quantity=10 ml | A week of shine without a lamp.
      Gulnaar | Nail Art Kit | 599/1199 | - | Finish=Assorted; Quantity=12 pieces | Brushes, dots and foils for a rainy afternoon.
    `),
  },
  {
    category: 'skin-care',
    glyph: '1f9f4',
    weightGrams: 240,
    specGroup: 'Product',
    commonSpecs: COSMETIC,
    sentences: [
      'Absorbs before you reach the door.',
      'Dermatologist-tested on Indian skin.',
      'The pump gives exactly one measure.',
      'No parabens, and no promises of fairness.',
    ],
    products: products(`
      Vanaspati Co | Aloe and Cucumber Gel | 249/449 | pack: 200 ml, 400 ml +150 | Skin type=All | Cold-pressed aloe for sun, shaving and small regrets.
      Vanaspati Co | Kumkumadi Face Oil | 899/1699 | =Yellow | Skin type=Dry; Pack size=30 ml | Saffron and sixteen herbs in sesame, three drops a night.
      Dermaveda | Vitamin C Serum 10 % | 599/1199 | =Yellow | Skin type=All; Pack size=30 ml | A stable vitamin C that does not sting.
      Dermaveda | Matte Sunscreen SPF 50 | 449/799 | pack: 50 g, 100 g +300 | Skin type=Oily | Leaves no white veil on any skin we know.
      Dermaveda | Ceramide Night Cream | 699/1299 | =Yellow | Skin type=Dry; Pack size=50 g | Repairs overnight what air conditioning did by day.
      Vanaspati Co | Shea Body Lotion | 329/599 | pack: 300 ml, 600 ml +220 | Skin type=Dry | Thick in the bottle, light on the arm.
    `),
  },
  {
    category: 'bath-and-oral-care',
    glyph: '1f9fc',
    weightGrams: 400,
    specGroup: 'Product',
    commonSpecs: COSMETIC,
    sentences: ['Lathers even in hard borewell water.', 'Cured for six weeks, so that it lasts.'],
    products: products(`
      Vanaspati Co | Sandal and Turmeric Soap | 299/480 | pack: Pack of 4, Pack of 8 +250 | Weight=125 g each | Mysore sandalwood oil, not the idea of it.
      Vanaspati Co | Neem and Tulsi Soap, Pack of 3 | 199/330 | =Green | Weight=100 g each; Pack size=3 | The clean, slightly bitter smell of a courtyard after rain.
      Sukoon | Lavender Bath Bar | 179/349 | =Green | Weight=150 g; Pack size=1 | For the bath after the last train.
    `),
  },
  {
    category: 'bath-and-oral-care',
    glyph: '1faa5',
    hsn: '9603',
    weightGrams: 90,
    specGroup: 'Product',
    commonSpecs: { Advice: { Replace: 'Every three months' } },
    sentences: ['Bristles are tapered to 0.01 mm.', 'The neck bends before the gums do.'],
    products: products(`
      Dantika | Charcoal Soft Toothbrush, Pack of 4 | 199/399 | Red, Blue | Bristles=Soft; Pack size=4 | Slim bristles that reach the far side of the wisdom teeth.
      Dantika | Sonic Electric Toothbrush | 1299/2499 | Blue, Red | Bristles=Soft; Battery=30 days | Two minutes, four quarters and a gentle nudge at each.
      Chotu Planet | Children's Toothbrush, Pack of 3 | 149/299 | Red, Blue | Bristles=Extra soft; Pack size=3 | A small head and a handle for a whole fist.
    `),
  },
  {
    category: 'shaving-and-hair-care',
    glyph: '1fa92',
    weightGrams: 160,
    specGroup: 'Product',
    commonSpecs: { Warranty: { Cover: '1 year' } },
    sentences: ['Rinses clean under a tap.', 'The weight does the work.'],
    products: products(`
      Mooch & Co | Double-Edge Safety Razor | 599/1199 | Silver, Black | Blade=Double edge; Material=Brass | One blade, three passes, no plastic.
      Mooch & Co | Five-Blade Razor with 4 Cartridges | 449/799 | Silver | Blade=Cartridge; Material=ABS | For mornings with no time for ceremony.
    `),
  },
  {
    category: 'shaving-and-hair-care',
    glyph: '1faae',
    hsn: '9615',
    weightGrams: 70,
    specGroup: 'Product',
    commonSpecs: { Care: { Cleaning: 'Brush dry, no water' } },
    sentences: ['Teeth are rounded, and do not scratch.', 'Less static, fewer knots.'],
    products: products(`
      Vanaspati Co | Neem Wood Wide Comb | 149/299 | Brown, Purple | Material=Neem wood | Wide teeth for curls, wet hair and patience.
      Mooch & Co | Pocket Beard Comb | 199/399 | Brown | Material=Acetate | Saw-cut by hand and carried in a sleeve.
    `),
  },
  {
    category: 'health-devices',
    glyph: '1f321-fe0f',
    weightGrams: 120,
    specGroup: 'Device',
    commonSpecs: { Warranty: { Cover: '1 year' }, Safety: { Certificate: 'CDSCO registered' } },
    sentences: ['Readings are large and lit.', 'It remembers the last thirty values.'],
    products: products(`
      Swasth | Digital Thermometer | 149/299 | White, Blue | Range=32 to 42.9 °C; Time=30 s | Half a minute and a beep that does not wake the patient.
      Swasth | Infrared Forehead Thermometer | 999/1999 | =White | Range=32 to 42.9 °C; Time=1 s | One second, no touch, for restless foreheads.
    `),
  },
  {
    category: 'health-devices',
    glyph: '1fa7a',
    hsn: '9018',
    weightGrams: 300,
    specGroup: 'Device',
    commonSpecs: { Warranty: { Cover: '2 years' }, Safety: { Certificate: 'CDSCO registered' } },
    sentences: ['Tubes stay supple in an air-conditioned ward.', 'Spare ear tips are in the box.'],
    products: products(`
      Swasth | Classic Stethoscope | 799/1499 | Blue, Black | Head=Dual, stainless steel | Hears a murmur over a ceiling fan.
      Swasth | Blood Pressure Monitor | 1499/2699 | =Blue | Head=Upper arm cuff | Inflates slowly, so that the number is yours and not your nerves'.
    `),
  },
  {
    category: 'vitamins-and-first-aid',
    glyph: '1f48a',
    weightGrams: 180,
    specGroup: 'Product',
    commonSpecs: { Advice: { Note: 'Not a medicine. Ask your doctor if in doubt' }, Licence: { FSSAI: 'Licensed' } },
    sentences: ['Vegetarian capsules.', 'Nothing in it that is not on the label.'],
    products: products(`
      Poshan Lab | Daily Multivitamin | 499/899 | pack: 60 tablets, 120 tablets +350 | Form=Tablets; Diet=Vegetarian | Twenty-three nutrients at sensible daily doses.
      Poshan Lab | Vitamin D3 2000 IU | 349/599 | =Orange | Form=Softgels; Pack size=60 | For a sunny country that works indoors.
      Poshan Lab | Plant Omega-3 | 699/1199 | =Orange | Form=Softgels; Pack size=60 | From algae, where the fish got it.
    `),
  },
  {
    category: 'vitamins-and-first-aid',
    glyph: '1fa79',
    hsn: '3005',
    weightGrams: 120,
    specGroup: 'Product',
    commonSpecs: { Safety: { Sterile: 'Yes' } },
    sentences: ['Stays on in the shower.', 'Comes off without a wince.'],
    products: products(`
      Swasth | Fabric Bandages, Pack of 100 | 199/349 | =Tan | Form=Strips; Pack size=100 | Three sizes for knuckles, knees and heels.
      Swasth | Home First Aid Kit, 65 Pieces | 899/1599 | =Red | Form=Kit; Pack size=65 | Everything for the first ten minutes, in a case that hangs.
    `),
  },
  {
    category: 'baby-care',
    glyph: '1f37c',
    weightGrams: 220,
    specGroup: 'Product',
    commonSpecs: BABY_SAFE,
    sentences: [
      'Markings are moulded and do not wash off.',
      'Fits the pumps you already have.',
      'No corners in which milk could hide.',
    ],
    products: products(`
      Laadla | Anti-Colic Feeding Bottle | 299/549 | pack: 125 ml, 250 ml +60 | Material=Polypropylene; Age=0 months and up | A vent at the base keeps air out of small stomachs.
      Laadla | Glass Feeding Bottle | 449/799 | Pink | Material=Borosilicate glass; Age=0 months and up | Glass in a soft sleeve, for parents who prefer it.
      Laadla | Sipper with Straw | 349/649 | Pink | Material=Tritan; Age=9 months and up | Drinks at any angle and spills at none.
    `),
  },
];
