import { type Family, products } from '../family.ts';

const SIZES = ['S', 'M', 'L', 'XL', 'XXL'];
const WAISTS = ['28', '30', '32', '34', '36'];
const MACHINE_WASH = { Care: { 'Wash care': 'Machine wash cold, dry in shade', Bleach: 'Do not bleach' } };

export const MENS_FASHION: readonly Family[] = [
  {
    category: 'mens-t-shirts',
    glyph: '1f455',
    weightGrams: 220,
    sizes: SIZES,
    specGroup: 'Fabric and fit',
    commonSpecs: { ...MACHINE_WASH, Style: { Occasion: 'Casual', 'Ideal for': 'Men' } },
    sentences: [
      'The collar is taped and keeps its shape after many washes.',
      'Goes as well with joggers on a Sunday as with chinos at a Friday office.',
      'Pre-washed, so the size you buy is the size you keep.',
      'The fabric breathes, which you notice most on a humid afternoon.',
      'Side seams are double-stitched and lie flat under a backpack strap.',
    ],
    products: products(`
      Kaveri Loom | Slub Cotton Crew Neck T-shirt | 399/899 | White, Navy, Olive, Rust | Fabric=Slub cotton; Neck=Crew; Fit=Regular | Light slub cotton with the small irregularities that make it feel lived in from day one.
      Bluemadder | Pique Polo T-shirt | 649/1299 | Navy, Rust, Grey | Fabric=Cotton pique; Neck=Polo; Fit=Slim | A two-button polo in honeycomb pique with a collar that does not curl.
      Tamra Street | Oversized Graphic-Free T-shirt | 549/1199 | Navy, White | Fabric=Heavy cotton; Neck=Crew; Fit=Oversized | A 240 gsm drop-shoulder T-shirt with nothing printed on it, for people who like the cut to do the talking.
      Vayu Active | Quick-Dry Training T-shirt | 449/999 | Navy, Grey, Rust | Fabric=Polyester; Neck=Crew; Fit=Regular | Knitted from a yarn that pulls sweat outwards and dries on the hanger in an hour.
      Kaveri Loom | Henley T-shirt with Wooden Buttons | 599/1199 | Rust, Navy, Olive | Fabric=Cotton; Neck=Henley; Fit=Regular | Three wooden buttons and a soft rib placket make this the easiest step up from a plain T-shirt.
      Sadak Co | Striped Rib T-shirt, Pack of 2 | 799/1799 | Grey, Olive, Rust | Fabric=Cotton blend; Neck=Crew; Fit=Slim | Two ribbed T-shirts with a stretch that follows you without clinging.
      Bluemadder | Full Sleeve Organic Cotton T-shirt | 699/1399 | White, Navy, Grey | Fabric=Organic cotton; Neck=Crew; Fit=Regular | Certified organic cotton from Vidarbha, knitted close enough to wear alone in December.
    `),
  },
  {
    category: 'mens-shirts',
    glyph: '1f454',
    weightGrams: 260,
    sizes: SIZES,
    specGroup: 'Fabric and fit',
    commonSpecs: { ...MACHINE_WASH, Style: { Sleeve: 'Full sleeve', 'Ideal for': 'Men' } },
    sentences: [
      'A spare button is sewn inside the placket.',
      'It irons in one pass and holds the crease through a long meeting.',
      'The yoke is split, which lets the shoulders move.',
      'Wear it tucked in for work and untucked with jeans.',
      'The cuffs take cuff-links as well as buttons.',
    ],
    products: products(`
      Harrowgate & Iyer | Wrinkle-Resistant Formal Shirt | 999/1999 | White, Sky Blue, Pink | Fabric=Cotton rich; Collar=Semi-spread; Fit=Slim | A boardroom shirt finished so that it leaves a suitcase looking presentable.
      Ottakal | Linen Blend Mandarin Collar Shirt | 1249/2499 | White, Olive | Fabric=Linen blend; Collar=Mandarin; Fit=Regular | Airy linen and cotton with a band collar, made for weddings in May.
      Harrowgate & Iyer | Fine Oxford Shirt | 1149/2299 | Indigo, Olive, White | Fabric=Oxford cotton; Collar=Button-down; Fit=Regular | A dense little basket weave that softens for years and never turns shiny.
      Tamra Street | Checked Flannel Overshirt | 899/1999 | Olive, Indigo | Fabric=Brushed cotton; Collar=Regular; Fit=Relaxed | Brushed on both sides, with two chest pockets that really hold a phone.
      Ottakal | Handloom Ikat Short Kurta Shirt | 1399/2499 | Indigo, Olive | Fabric=Handloom cotton; Collar=Mandarin; Fit=Regular | Woven on pit looms in Pochampally, so that no two lengths match exactly.
      Bluemadder | Washed Denim Shirt | 1099/2199 | Indigo, Olive | Fabric=Denim; Collar=Regular; Fit=Slim | Six-ounce denim washed until it drapes like a shirt and not like a jacket.
    `),
  },
  {
    category: 'mens-jackets',
    glyph: '1f9e5',
    weightGrams: 900,
    sizes: ['M', 'L', 'XL', 'XXL'],
    specGroup: 'Build',
    commonSpecs: { Care: { 'Wash care': 'Dry clean' }, Style: { Season: 'Winter', 'Ideal for': 'Men' } },
    sentences: [
      'Two inside pockets keep papers and a passport flat.',
      'The lining is quilted only where it does not add bulk.',
      'Cut long enough to cover a blazer.',
      'Light enough for Pune and, over a sweater, warm enough for Shimla.',
    ],
    products: products(`
      Himgiri | Wool Blend Overcoat | 3499/6999 | Black, Navy | Material=Wool blend; Lining=Satin; Closure=Buttons | A straight overcoat in a felted wool blend that shrugs off a drizzle.
      Sadak Co | Cotton Trench Jacket | 2299/4499 | Navy, Black | Material=Cotton twill; Lining=Unlined; Closure=Belt and buttons | Storm flap, belt and deep pockets, without the weight of a real trench.
      Himgiri | Quilted Bomber Jacket | 1999/3999 | Black | Material=Nylon; Lining=Polyester fill; Closure=Zip | Diamond quilting and a ribbed hem hold the warmth where it is wanted.
      Vayu Active | Packable Wind Jacket | 1299/2599 | Navy, Black | Material=Ripstop nylon; Lining=Mesh; Closure=Zip | Folds into its own pocket and weighs less than a water bottle.
      Ottakal | Nehru Jacket in Textured Silk | 1799/3499 | Black, Navy | Material=Art silk; Lining=Viscose; Closure=Buttons | A festive waistcoat with a soft sheen and a collar that stands by itself.
    `),
  },
  {
    category: 'mens-jeans',
    glyph: '1f456',
    weightGrams: 600,
    sizes: WAISTS,
    specGroup: 'Fabric and fit',
    commonSpecs: { ...MACHINE_WASH, Style: { Closure: 'Zip', Pockets: '5' } },
    sentences: [
      'The waistband has a hidden stretch panel that forgives a heavy lunch.',
      'Rivets are rounded, so that they do not scratch chairs or cars.',
      'Wash inside out and the colour stays.',
      'Length is 32 inches and easy to shorten.',
      'The knees recover their shape overnight.',
    ],
    products: products(`
      Indus Denim | Slim Fit Stretch Jeans | 1099/2499 | Indigo, Black, Grey | Fabric=Cotton stretch denim; Fit=Slim; Rise=Mid | Two per cent elastane in a 10 oz denim: enough to sit on the floor, not enough to bag.
      Indus Denim | Straight Fit Rinse Jeans | 1299/2799 | Black | Fabric=Rigid denim; Fit=Straight; Rise=Mid | Dark, clean denim that passes for trousers at most offices.
      Sadak Co | Relaxed Carpenter Jeans | 1499/2999 | Blue, Tan | Fabric=Cotton denim; Fit=Relaxed; Rise=Mid | A hammer loop, a rule pocket and room in the thigh.
      Tamra Street | Tapered Ankle Jeans | 1199/2599 | Blue, Tan, Black | Fabric=Cotton stretch denim; Fit=Tapered; Rise=Mid | Ends just above the ankle, where sneakers look their best.
      Bluemadder | Selvedge Denim Jeans | 2899/4999 | Indigo | Fabric=Selvedge denim; Fit=Straight; Rise=High | Shuttle-loomed 13 oz selvedge that fades in the pattern of your own days.
    `),
  },
  {
    category: 'mens-shorts',
    glyph: '1fa73',
    weightGrams: 200,
    sizes: SIZES,
    specGroup: 'Fabric and fit',
    commonSpecs: MACHINE_WASH,
    sentences: [
      'The drawcord is tipped with metal and does not vanish into the hem.',
      'Pockets are deep enough for a large phone.',
      'Equally at home on a beach, a balcony or a treadmill.',
      'The inseam ends well above the knee without being brief.',
    ],
    products: products(`
      Vayu Active | 7-inch Running Shorts | 499/1099 | Black, Navy | Fabric=Polyester; Fit=Regular; Inseam=7 inch | A feather-light shell with an inner brief and a zipped key pocket.
      Kaveri Loom | Cotton Lounge Shorts | 399/899 | Navy, Black | Fabric=Cotton jersey; Fit=Relaxed; Inseam=8 inch | The pair that ends up being worn on every single work-from-home day.
      Sadak Co | Chino Shorts | 899/1799 | Navy, Black | Fabric=Cotton twill; Fit=Slim; Inseam=9 inch | Smart enough for a café, tough enough for a bicycle saddle.
      Tamra Street | Printed Swim Shorts | 649/1399 | Navy, Black | Fabric=Recycled polyester; Fit=Regular; Inseam=6 inch | Quick-drying swim shorts with a mesh lining and a drain eyelet in each pocket.
    `),
  },
  {
    category: 'socks',
    glyph: '1f9e6',
    weightGrams: 120,
    specGroup: 'Build',
    commonSpecs: { Care: { 'Wash care': 'Machine wash warm' }, Size: { Fits: 'UK 6 to 11' } },
    sentences: [
      'The toe seam is linked by hand and cannot be felt.',
      'They stay up all day without leaving a ring.',
      'Colours hold beyond fifty washes.',
      'A cushioned sole takes the sting out of long standing.',
    ],
    products: products(`
      Pagdandi | Ankle Socks, Pack of 5 | 299/599 | Grey, Black | Material=Combed cotton; Pack size=5 pairs | Five pairs of low socks that stay put at the heel.
      Pagdandi | Merino Trekking Socks | 549/999 | Grey | Material=Merino wool; Pack size=1 pair | Fine merino that stays warm when wet and fresh for three days on the trail.
      Harrowgate & Iyer | Ribbed Formal Socks, Pack of 3 | 349/699 | Black | Material=Mercerised cotton; Pack size=3 pairs | Over-the-calf ribs that never show skin above a shoe.
      Vayu Active | Compression Running Socks | 399/899 | Grey | Material=Nylon; Pack size=1 pair | Graduated pressure from ankle to calf for the second half of a long run.
      Sukoon | Bamboo Diabetic-Friendly Socks, Pack of 2 | 329/649 | Grey | Material=Bamboo viscose; Pack size=2 pairs | Loose at the top, seamless at the toe and kind to sensitive feet.
    `),
  },
];
