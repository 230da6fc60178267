import { type Family, products } from '../family.ts';

const FOOD = {
  Food: { 'FSSAI licence': 'Yes', Diet: 'Vegetarian' },
  Storage: { Advice: 'Cool and dry, airtight once opened' },
};

export const GROCERY: readonly Family[] = [
  {
    category: 'staples',
    glyph: '1f35a',
    weightGrams: 1000,
    specGroup: 'Product',
    commonSpecs: FOOD,
    sentences: [
      'Packed within a week of milling.',
      'Sorted twice, by machine and by eye.',
      'The farmer group is named on the bag.',
    ],
    products: products(`
      Khetwala | Aged Basmati Rice | 189/260 | pack: 1 kg, 5 kg +690 | Grain=Extra long; Origin=Dehradun | Aged eighteen months; it cooks to twice its length and stays apart.
      Khetwala | Sona Masoori Rice | 389/480 | pack: 5 kg, 10 kg +370 | Grain=Medium; Origin=Raichur | The everyday rice of the Deccan, light and quick.
      Anaaj Ghar | Hand-Pounded Red Rice | 149/220 | pack: 1 kg, 2 kg +140 | Grain=Medium; Origin=Palakkad | Keeps its bran, its colour and its bite.
      Anaaj Ghar | Idli Rice | 99/140 | pack: 1 kg, 5 kg +340 | Grain=Short; Origin=Thanjavur | Parboiled for idlis that rise and stay risen.
    `),
  },
  {
    category: 'staples',
    glyph: '1fad8',
    hsn: '0713',
    weightGrams: 500,
    specGroup: 'Product',
    commonSpecs: FOOD,
    sentences: ['Unpolished.', 'Soaks in half the usual time.', 'This year’s crop, and it shows in the pot.'],
    products: products(`
      Khetwala | Jammu Rajma | 119/170 | pack: 500 g, 1 kg +110 | Origin=Bhaderwah; Crop=New | Small, dark beans that turn to cream and hold their skin.
      Anaaj Ghar | Toor Dal | 99/140 | pack: 500 g, 1 kg +90, 5 kg +780 | Origin=Latur; Crop=New | Cooks soft without a lecture.
      Anaaj Ghar | Kabuli Chana | 109/160 | pack: 500 g, 1 kg +100 | Origin=Indore; Crop=New | Nine-millimetre chickpeas for chole worth the wait.
    `),
  },
  {
    category: 'spices-and-honey',
    glyph: '1f336-fe0f',
    weightGrams: 150,
    specGroup: 'Product',
    commonSpecs: FOOD,
    sentences: [
      'Ground cold, in small lots.',
      'Open the pack and the next room will know.',
      'Nothing added: no colour, no starch, no salt.',
    ],
    products: products(`
      Malabar Masala Co | Guntur Red Chilli Powder | 79/120 | pack: 100 g, 250 g +95 | Heat=Hot; Origin=Guntur | Honest heat and a clear red.
      Malabar Masala Co | Kashmiri Chilli Powder | 119/180 | pack: 100 g, 250 g +150 | Heat=Mild; Origin=Kashmir | Colour first, warmth second.
      Malabar Masala Co | Whole Dried Byadgi Chillies | 99/150 | pack: 100 g, 250 g +120 | Heat=Medium; Origin=Byadgi | Wrinkled, fragrant and deep red, for tempering.
      Rasoi Kala | Garam Masala, Roasted | 89/140 | pack: 50 g, 100 g +70 | Heat=Medium; Origin=Blend | Eleven spices, each roasted for its own time.
    `),
  },
  {
    category: 'spices-and-honey',
    glyph: '1f36f',
    hsn: '0409',
    weightGrams: 600,
    specGroup: 'Product',
    commonSpecs: FOOD,
    sentences: ['It may crystallise in winter, as real honey does.', 'Strained through cloth and never boiled.'],
    products: products(`
      Vanya Honey | Himalayan Multiflora Honey | 299/450 | pack: 250 g, 500 g +230 | Origin=Kullu; Type=Raw | A summer of wild flowers at two thousand metres.
      Vanya Honey | Sundarban Mangrove Honey | 449/650 | pack: 250 g, 500 g +380 | Origin=Sundarbans; Type=Raw | Thin, bright and a little salty, from the khalsi bloom.
      Vanya Honey | Litchi Blossom Honey | 249/399 | pack: 250 g, 500 g +190 | Origin=Muzaffarpur; Type=Raw | Pale and floral, for toast and for tea.
    `),
  },
  {
    category: 'dry-fruits-and-snacks',
    glyph: '1f95c',
    weightGrams: 250,
    specGroup: 'Product',
    commonSpecs: FOOD,
    sentences: ['Sealed in nitrogen for crunch.', 'Roasted, never fried.', 'Graded by size and by temper.'],
    products: products(`
      Meva Mandi | Roasted Salted Peanuts | 79/120 | pack: 200 g, 500 g +90 | Origin=Saurashtra; Roast=Sand | Sand-roasted in the shell and salted through it.
      Meva Mandi | Peanut Butter, Crunchy | 249/399 | pack: 400 g, 1 kg +260 | Origin=Junagadh; Sugar=None | Peanuts, a pinch of salt and a stubborn jar.
    `),
  },
  {
    category: 'dry-fruits-and-snacks',
    glyph: '1f37f',
    hsn: '1904',
    weightGrams: 120,
    specGroup: 'Product',
    commonSpecs: FOOD,
    sentences: ['Eat it in one sitting; everybody does.', 'Baked in coconut oil.'],
    products: products(`
      Charkha Chips | Caramel Popcorn | 99/150 | pack: 100 g, Pack of 4 +280 | Flavour=Caramel | Butterfly corn in a caramel taken one shade further.
      Charkha Chips | Masala Popcorn | 79/120 | pack: 100 g, Pack of 4 +220 | Flavour=Chaat masala | The cinema, with better spice.
    `),
  },
  {
    category: 'dry-fruits-and-snacks',
    glyph: '1f965',
    hsn: '0801',
    weightGrams: 300,
    specGroup: 'Product',
    commonSpecs: FOOD,
    sentences: ['From trees within sight of the sea.', 'Grated and dried on the day of husking.'],
    products: products(`
      Malabar Masala Co | Desiccated Coconut | 129/190 | pack: 250 g, 500 g +110 | Origin=Pollachi; Grade=Fine | Snow for barfi, chutney and cakes.
      Malabar Masala Co | Cold-Pressed Coconut Oil | 349/499 | pack: 500 ml, 1 L +300 | Origin=Kochi; Grade=Virgin | Pressed in wood, clear as water above 24 °C.
    `),
  },
  {
    category: 'biscuits-and-chocolates',
    glyph: '1f36a',
    hsn: '1905',
    weightGrams: 200,
    specGroup: 'Product',
    commonSpecs: FOOD,
    sentences: ['Baked with butter and with nothing pretending to be it.', 'Stays crisp in a monsoon tin.'],
    products: products(`
      Tandoor & Tin | Jeera Butter Cookies | 99/150 | pack: 200 g, Pack of 3 +180 | Flavour=Cumin; Egg=None | The Hyderabad bakery biscuit, salt first and sugar after.
      Tandoor & Tin | Choco Chip Cookies | 129/190 | pack: 200 g, Pack of 3 +230 | Flavour=Chocolate; Egg=None | More chip than the law requires.
      Tandoor & Tin | Ragi and Jaggery Cookies | 119/180 | pack: 200 g, Pack of 3 +210 | Flavour=Jaggery; Egg=None | Millet, jaggery and a clear conscience.
    `),
  },
  {
    category: 'biscuits-and-chocolates',
    glyph: '1f36b',
    weightGrams: 120,
    specGroup: 'Product',
    commonSpecs: FOOD,
    sentences: ['Ships with a cool pack from April to July.', 'Stone-ground for three days.'],
    products: products(`
      Idukki Cacao | 70 % Dark Chocolate Bar | 199/299 | pack: 60 g, Pack of 3 +360 | Cocoa=70 %; Origin=Idukki | Single-estate beans with a note of jackfruit.
      Idukki Cacao | Milk Chocolate with Sea Salt | 179/269 | pack: 60 g, Pack of 3 +320 | Cocoa=45 %; Origin=Idukki | Caramel, milk and a crystal of salt now and then.
      Idukki Cacao | Filter Coffee Chocolate | 219/329 | pack: 60 g, Pack of 3 +390 | Cocoa=55 %; Origin=Chikmagalur | Arabica ground into the bar, not sprinkled on it.
    `),
  },
  {
    category: 'tea-and-juices',
    glyph: '1f375',
    weightGrams: 250,
    specGroup: 'Product',
    commonSpecs: FOOD,
    sentences: [
      'Sealed in the garden.',
      'Gives three honest infusions.',
      'Strong enough for milk, good enough without.',
    ],
    products: products(`
      Brahmaputra Leaf | Assam Breakfast Tea | 249/380 | pack: 250 g, 500 g +220 | Leaf=CTC; Origin=Jorhat | Malty and brisk, and a colour that milk cannot hide.
      Brahmaputra Leaf | Darjeeling First Flush | 599/899 | pack: 100 g, 250 g +800 | Leaf=Whole; Origin=Kurseong | Muscat and spring, from bushes at six thousand feet.
      Brahmaputra Leaf | Tulsi Ginger Green Tea, 50 Bags | 229/350 | =Mint | Leaf=Green; Pack size=50 bags | For throats, evenings and turning over a new leaf.
    `),
  },
  {
    category: 'tea-and-juices',
    glyph: '1f9c3',
    hsn: '2009',
    weightGrams: 1000,
    specGroup: 'Product',
    commonSpecs: FOOD,
    sentences: ['Not from concentrate.', 'Shake it: the pulp is real.'],
    products: products(`
      Bagaan | Ratnagiri Alphonso Mango Juice | 129/180 | pack: 1 L, Pack of 6 +590 | Fruit=Mango; Sugar=No added sugar | Two mangoes in every glass.
      Bagaan | Kinnaur Apple Juice | 119/170 | pack: 1 L, Pack of 6 +540 | Fruit=Apple; Sugar=No added sugar | Cloudy, cold-pressed, a little tart.
      Bagaan | Jamun and Kokum Cooler | 139/199 | pack: 1 L, Pack of 6 +630 | Fruit=Jamun; Sugar=Jaggery | Purple tongues guaranteed.
    `),
  },
  {
    category: 'soft-drinks',
    glyph: '1f964',
    weightGrams: 800,
    specGroup: 'Product',
    commonSpecs: FOOD,
    sentences: ['Best so cold that it hurts.', 'Real fizz that lasts to the end of the bottle.'],
    products: products(`
      Goli & Soda | Nimbu Masala Soda | 40/45 | pack: 750 ml, Pack of 6 +195 | Flavour=Lemon and black salt | The marble-bottle soda of every beach, in a bottle that closes.
      Goli & Soda | Kala Khatta Fizz | 45/50 | pack: 750 ml, Pack of 6 +220 | Flavour=Kala khatta | Sour, dark, and gone too soon.
      Goli & Soda | Ginger Ale, Small Batch | 60/75 | pack: 300 ml, Pack of 6 +290 | Flavour=Ginger | Ginger from Wayanad with a proper burn.
      Toofan | Caffeine Energy Drink | 99/110 | pack: 250 ml, Pack of 12 +1050 | Flavour=Citrus | For night shifts; not for children.
    `),
  },
];
