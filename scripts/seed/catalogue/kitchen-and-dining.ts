import { type Family, products } from '../family.ts';

const WARRANTY = { Warranty: { Cover: '2 years' }, Care: { Dishwasher: 'Safe' } };
const HAND_WASH = { Warranty: { Cover: '1 year' }, Care: { Dishwasher: 'Hand wash advised' } };

export const KITCHEN_AND_DINING: readonly Family[] = [
  {
    category: 'cookware',
    glyph: '1f373',
    weightGrams: 1100,
    specGroup: 'Build',
    commonSpecs: HAND_WASH,
    sentences: [
      'Works on gas and on induction.',
      'The handle stays cool for the length of a dosa batch.',
      'Free of PFOA, with an honest warning against steel spoons.',
      'A flat base that stays flat.',
    ],
    products: products(`
      Rasoi Kala | Non-Stick Dosa Tawa 28 cm | 799/1499 | Black | Material=Aluminium; Size=28 cm | Three coats and a bevelled edge, so that the dosa lifts by itself.
      Rasoi Kala | Granite Finish Fry Pan | 999/1999 | size: 22 cm, 26 cm +250, 30 cm +500 | Material=Aluminium; Lid=Glass | Eggs slide, onions brown and the wash-up takes a minute.
      Annapurna Metals | Pre-Seasoned Cast Iron Skillet | 1299/2199 | =Black | Material=Cast iron; Size=25 cm | Seasoned with oil three times and ready for the next two generations.
      Annapurna Metals | Triply Steel Frying Pan | 1899/3299 | size: 22 cm, 26 cm +400 | Material=Triply stainless steel; Lid=None | Aluminium between two steels spreads heat to the rim.
    `),
  },
  {
    category: 'cookware',
    glyph: '1f958',
    weightGrams: 2200,
    specGroup: 'Build',
    commonSpecs: WARRANTY,
    sentences: ['Two rivets a handle, and neither works loose.', 'Deep enough to fry a dozen puris without a splash.'],
    products: products(`
      Annapurna Metals | Hard Anodised Kadhai with Lid | 1499/2799 | capacity: 2 L, 3 L +350, 5 L +900 | Material=Hard anodised aluminium; Base=Induction | Harder than steel, and it does not colour a white gravy.
      Rasoi Kala | Cast Iron Paniyaram Pan | 899/1599 | =Black | Material=Cast iron; Capacity=12 pits | Twelve round pits for paniyaram, appe and experiments.
      Tambraa | Hammered Copper Serving Kadhai | 1199/2199 | =Black | Material=Copper and steel; Capacity=600 ml | Steel inside for the food, hammered copper outside for the table.
    `),
  },
  {
    category: 'cookware',
    glyph: '1f372',
    hsn: '7323',
    weightGrams: 2400,
    specGroup: 'Build',
    commonSpecs: WARRANTY,
    sentences: ['The lid seals with a soft, final sound.', 'Marks inside tell litres and cups.'],
    products: products(`
      Annapurna Metals | Stainless Steel Pressure Cooker | 1799/2999 | capacity: 3 L, 5 L +500 | Material=Stainless steel; Whistle=Weighted | Rajma in twenty-five minutes and a gasket that lasts.
      Rasoi Kala | Enamel Dutch Oven 4 L | 3499/5999 | Red | Material=Enamelled cast iron; Capacity=4 L | From stove to oven to table, for biryani and bread alike.
      Mitti Kaam | Clay Curry Handi 2 L | 699/1299 | =Red | Material=Clay; Capacity=2 L | Unglazed clay that gives fish curry its old flavour back.
    `),
  },
  {
    category: 'tea-and-coffee-ware',
    glyph: '1fad6',
    weightGrams: 900,
    specGroup: 'Build',
    commonSpecs: WARRANTY,
    sentences: ['Pours without a drip.', 'The infuser is fine enough for dust tea.'],
    products: products(`
      Mitti Kaam | Glazed Stoneware Teapot | 999/1899 | Red, Teal | Material=Stoneware; Capacity=800 ml | Four cups, a cork coaster and a glaze like rain on slate.
      Annapurna Metals | Steel Kettle with Infuser | 849/1599 | =Teal | Material=Stainless steel; Capacity=1 L | For the stove, the balcony and the second round.
      Chai Tapri | Enamel Street Kettle | 599/1099 | Red, Teal | Material=Enamelled steel; Capacity=1.2 L | The kettle from the corner of the lane, without the dents.
    `),
  },
  {
    category: 'tea-and-coffee-ware',
    glyph: '2615',
    weightGrams: 700,
    specGroup: 'Build',
    commonSpecs: WARRANTY,
    sentences: ['Microwave and monsoon safe.', 'The handle takes three fingers.'],
    products: products(`
      Mitti Kaam | Speckled Coffee Mugs, Set of 2 | 499/999 | White, Navy | Material=Stoneware; Capacity=320 ml | Thick at the lip where it matters, speckled because we like it.
      Chai Tapri | Kulhad Cups, Set of 6 | 349/699 | =Navy | Material=Terracotta; Capacity=120 ml | Fired twice, so that they can be washed and used again.
      Kaapi Mane | Brass Filter Coffee Set | 1199/2199 | =White | Material=Brass; Capacity=200 ml | A Kumbakonam filter with davara and tumbler for the metre-long pour.
      Kaapi Mane | Insulated Travel Mug | 799/1599 | Navy, White | Material=Stainless steel; Capacity=400 ml | Hot from Tambaram to Parrys and then some.
    `),
  },
  {
    category: 'tableware',
    glyph: '1f37d-fe0f',
    hsn: '6911',
    weightGrams: 3200,
    specGroup: 'Build',
    commonSpecs: WARRANTY,
    sentences: ['Stacks without rattling.', 'Pieces can be bought singly later.', 'Survives a fall into a sink.'],
    products: products(`
      Mitti Kaam | Bone White Dinner Set, 18 Pieces | 3499/5999 | - | Material=Porcelain; Pack size=18 pieces | Plain white porcelain that makes any dal look like a photograph.
      Annapurna Metals | Steel Thali Set, 6 Pieces | 1499/2499 | =Silver | Material=Stainless steel; Pack size=6 pieces | Food-grade steel with a rim that is good to hold.
      Tambraa | Kansa Dinner Set | 4999/7999 | =Silver | Material=Kansa bronze; Pack size=5 pieces | Beaten bronze from Kantilo, as Ayurveda and grandmothers advise.
    `),
  },
  {
    category: 'tableware',
    glyph: '1f374',
    weightGrams: 900,
    specGroup: 'Build',
    commonSpecs: WARRANTY,
    sentences: ['Balanced in the hand.', 'Mirror-polished, and it stays so.'],
    products: products(`
      Annapurna Metals | Cutlery Set, 24 Pieces | 1299/2299 | - | Material=Stainless steel; Pack size=24 pieces | Six of everything, with a stand.
      Tambraa | Matte Gold Cutlery Set, 16 Pieces | 1899/3299 | =Gold | Material=Stainless steel; Pack size=16 pieces | A brushed gold that comes out of the dishwasher the same.
      Ottakal | Neem Wood Spoons, Set of 5 | 449/799 | =Gold | Material=Neem wood; Pack size=5 pieces | Oiled neem that is gentle to non-stick pans.
    `),
  },
  {
    category: 'kitchen-knives',
    glyph: '1f52a',
    weightGrams: 260,
    specGroup: 'Blade',
    commonSpecs: HAND_WASH,
    sentences: [
      'Arrives sharp enough for a ripe tomato.',
      'The tang runs through the whole handle.',
      'Sharpen it twice a year on a stone.',
    ],
    products: products(`
      Lohar Works | Chef's Knife 20 cm | 899/1699 | - | Material=High-carbon steel; Blade=20 cm | One knife for nine tasks out of ten.
      Lohar Works | Santoku Knife 17 cm | 1199/2199 | =Black | Material=Damascus steel; Blade=17 cm | Sixty-seven layers and dimples to which no potato sticks.
      Lohar Works | Paring and Fruit Knife Set | 349/699 | =Black | Material=Stainless steel; Blade=9 cm | Three small knives for mangoes, garlic and string.
    `),
  },
  {
    category: 'kitchen-storage',
    glyph: '1fad9',
    hsn: '7010',
    weightGrams: 1500,
    specGroup: 'Build',
    commonSpecs: WARRANTY,
    sentences: [
      'Ants have tried and failed.',
      'Mouths wide enough for a hand and a cup.',
      'Labels and a chalk pen are in the box.',
    ],
    products: products(`
      Dabba Dibba | Airtight Glass Jars, Set of 6 | 899/1699 | - | Material=Borosilicate glass; Capacity=1 L | See at a glance which dal is about to end.
      Dabba Dibba | Pickle Jar with Wooden Spoon | 399/749 | =Mustard | Material=Glass; Capacity=1.5 L | An acid-proof lid for three summers of mango pickle.
      Dabba Dibba | Spice Jars with Rack, Set of 12 | 1099/1999 | =Mustard | Material=Glass; Capacity=120 ml | Twelve masalas in one turn of the wrist.
    `),
  },
  {
    category: 'kitchen-storage',
    glyph: '1f371',
    hsn: '7323',
    gstCode: 'gst-5',
    weightGrams: 800,
    specGroup: 'Build',
    commonSpecs: WARRANTY,
    sentences: ['Leak-proof on a motorcycle, as tested.', 'The bag keeps rotis warm till one.'],
    products: products(`
      Dabba Dibba | Steel Lunch Box, 3 Containers | 749/1399 | Black, Blue | Material=Stainless steel; Capacity=900 ml | Dal, sabzi and rice, each at its own table.
      Dabba Dibba | Electric Lunch Box | 1299/2299 | Black, Blue | Material=Stainless steel; Capacity=1 L | Heats lunch at the desk in twenty minutes.
      Chotu Planet | School Tiffin with Compartments | 449/899 | Blue, Black | Material=Polypropylene; Capacity=650 ml | A clasp that a five-year-old opens and a school bag does not.
    `),
  },
];
