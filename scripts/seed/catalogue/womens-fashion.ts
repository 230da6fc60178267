import { type Family, products } from '../family.ts';

const SIZES = ['XS', 'S', 'M', 'L', 'XL'];
const GENTLE_WASH = { Care: { 'Wash care': 'Gentle machine wash, dry in shade', Iron: 'Medium' } };

export const WOMENS_FASHION: readonly Family[] = [
  {
    category: 'sarees',
    glyph: '1f97b',
    weightGrams: 650,
    specGroup: 'Fabric and weave',
    commonSpecs: {
      Measurements: { 'Saree length': '5.5 m', 'Blouse piece': '0.8 m, unstitched' },
      Care: { 'Wash care': 'Dry clean the first time' },
    },
    sentences: [
      'Falls and pleats settle at once, without a dozen pins.',
      'The border is woven, not stitched on.',
      'Comes with an unstitched blouse piece in the contrasting shade.',
      'Photographs can only hint at how the colour moves in daylight.',
      'Fold it along a new line every few months and it will outlive fashions.',
    ],
    products: products(`
      Vastrakala | Banarasi Art Silk Saree with Zari Border | 1899/4999 | Maroon, Teal, Indigo | Fabric=Art silk; Weave=Banarasi brocade; Border=Zari | Dense brocade motifs over a lustrous ground, for the front row of a family photograph.
      Vastrakala | Chanderi Cotton Silk Saree | 2299/4499 | Peach | Fabric=Cotton silk; Weave=Chanderi; Border=Gold tissue | So sheer that a whole saree folds into two palms.
      Nadiya Weaves | Bengal Handloom Tant Saree | 899/1799 | Peach, Red, Teal | Fabric=Cotton; Weave=Tant; Border=Jacquard | Crisp Bengal cotton that was made for heat, humidity and long afternoons of adda.
      Thari Silks | Kanchipuram Style Wedding Saree | 4499/8999 | Red, Indigo, Peach | Fabric=Silk blend; Weave=Kanchipuram; Border=Temple zari | A temple border joined in the korvai manner to a body that shimmers between two colours.
      Nadiya Weaves | Linen Saree with Tassel Pallu | 1499/2999 | Peach, Maroon | Fabric=Linen; Weave=Plain; Border=Silver stripe | Breathable linen with a hand-knotted pallu, at ease in an office and at a gallery.
      Rangrez Lane | Bandhani Georgette Saree | 1199/2499 | Red, Peach, Teal | Fabric=Georgette; Weave=Plain; Border=Gota | Thousands of tied dots on floating georgette, from dyers in Jamnagar.
    `),
  },
  {
    category: 'robes-and-kaftans',
    glyph: '1f458',
    weightGrams: 300,
    sizes: ['S', 'M', 'L', 'XL'],
    specGroup: 'Fabric and fit',
    commonSpecs: GENTLE_WASH,
    sentences: [
      'Side pockets are deep enough for a phone and a book.',
      'The belt threads through loops and does not get lost.',
      'Loose where the day was tight.',
      'Machine wash it with your kurtas: the print is reactive-dyed.',
    ],
    products: products(`
      Sukoon | Block Print Cotton Robe | 999/1999 | Indigo, Rust | Fabric=Cotton; Length=Knee | Hand-blocked in Bagru with a border that lines up at the front.
      Rangrez Lane | Modal Kaftan | 1199/2399 | Indigo, Rust | Fabric=Modal; Length=Calf | A kaftan with a drawn waist, as good at a pool as at a house party.
      Sukoon | Waffle Bath Robe | 1299/2499 | Indigo, Rust | Fabric=Waffle cotton; Length=Knee | Drinks water like a towel and dries twice as fast.
      Nadiya Weaves | Satin Kimono Wrap | 849/1799 | Rust, Indigo | Fabric=Satin; Length=Hip | A printed wrap that turns a plain dress into an evening.
    `),
  },
  {
    category: 'dresses',
    glyph: '1f457',
    weightGrams: 320,
    sizes: SIZES,
    specGroup: 'Fabric and fit',
    commonSpecs: GENTLE_WASH,
    sentences: [
      'It has pockets. Both of them are real.',
      'The lining stops at the knee, so that the skirt can move.',
      'An invisible zip closes at the side.',
      'Straps adjust by ten centimetres.',
      'Pair it with juttis for a mehndi or white sneakers for brunch.',
    ],
    products: products(`
      Juhi & June | Fit and Flare Midi Dress | 1299/2799 | Blue, Red, Mustard | Fabric=Viscose crepe; Length=Midi; Neck=Sweetheart | A nipped waist and a skirt with a full circle of movement.
      Juhi & June | Tiered Cotton Sundress | 999/1999 | White, Mustard | Fabric=Cotton; Length=Midi; Neck=Square | Three gathered tiers of voile for the hottest month of the year.
      Rangrez Lane | Ajrakh Print A-line Dress | 1499/2999 | Blue, Black | Fabric=Cotton; Length=Knee; Neck=Round | Fourteen stages of washing, dyeing and printing went into the cloth before it was cut.
      Mirchi Rose | Satin Slip Dress | 1399/2899 | Black, White | Fabric=Satin; Length=Midi; Neck=Cowl | Bias-cut satin that skims, with a cowl neck that behaves.
      Mirchi Rose | Little Black Party Dress | 1799/3599 | Black, Blue | Fabric=Polyester crepe; Length=Mini; Neck=V-neck | The dress for invitations that arrive at six for a party at eight.
      Juhi & June | Denim Pinafore Dress | 1599/2999 | Black, Blue | Fabric=Denim; Length=Knee; Neck=Square | Soft six-ounce denim over a T-shirt in summer or a turtleneck in winter.
    `),
  },
  {
    category: 'womens-tops',
    glyph: '1f45a',
    weightGrams: 180,
    sizes: SIZES,
    specGroup: 'Fabric and fit',
    commonSpecs: GENTLE_WASH,
    sentences: [
      'Opaque in every colour, white included.',
      'Long enough to tuck in and short enough not to.',
      'The neckline is faced, so that it does not gape.',
      'Folds small and travels well.',
      'It layers under a blazer without bunching at the arms.',
    ],
    products: products(`
      Juhi & June | Puff Sleeve Blouse | 699/1499 | Pink, White, Maroon | Fabric=Cotton poplin; Neck=Square; Sleeve=Puff | Crisp poplin with sleeves that hold their cloud.
      Kaveri Loom | Essential V-neck T-shirt | 349/799 | White, Grey, Maroon, Teal | Fabric=Cotton modal; Neck=V-neck; Sleeve=Short | Cotton and modal in a weight that never shows what is underneath.
      Rangrez Lane | Kalamkari Peplum Top | 849/1699 | Maroon, Teal | Fabric=Cotton; Neck=Boat; Sleeve=Three-quarter | Pen-drawn motifs placed by hand above a flared waist.
      Mirchi Rose | Ribbed Crop Top | 449/999 | White, Maroon, Pink | Fabric=Cotton rib; Neck=Crew; Sleeve=Short | A dense rib that meets high-waisted denim exactly.
      Nadiya Weaves | Jamdani Tunic | 1349/2499 | Grey, Pink | Fabric=Muslin; Neck=Mandarin; Sleeve=Full | Motifs are inlaid thread by thread while the muslin is on the loom.
      Vayu Active | Yoga Tank Top | 549/1199 | Grey, Teal, Maroon | Fabric=Nylon elastane; Neck=Racerback; Sleeve=Sleeveless | Stays in place in a headstand and dries before you are home.
    `),
  },
  {
    category: 'winter-accessories',
    glyph: '1f9e3',
    weightGrams: 200,
    specGroup: 'Fabric',
    commonSpecs: { Care: { 'Wash care': 'Hand wash in cool water' } },
    sentences: [
      'Edges are hand-rolled.',
      'Wrap it twice in Delhi, once in Bengaluru.',
      'Arrives in a cotton pouch that is worth keeping.',
      'The dye is fast and does not mark a collar.',
    ],
    products: products(`
      Himgiri | Kullu Wool Stole | 1299/2599 | Red, Grey | Fabric=Wool; Length=2 m; Width=70 cm | Woven in Kullu with a geometric border on both ends.
      Pashmeena House | Fine Wool Pashmina-Style Shawl | 2499/4999 | Grey, Red | Fabric=Fine merino; Length=2 m; Width=1 m | Light enough to draw through a ring and warm enough for a Srinagar evening.
      Rangrez Lane | Tie-Dye Cotton Scarf | 349/799 | Red, Grey | Fabric=Cotton; Length=1.8 m; Width=50 cm | A soft summer scarf against sun, dust and air conditioning.
    `),
  },
  {
    category: 'winter-accessories',
    glyph: '1f9e4',
    hsn: '6116',
    weightGrams: 120,
    sizes: ['S/M', 'L/XL'],
    specGroup: 'Fabric',
    commonSpecs: { Care: { 'Wash care': 'Hand wash in cool water' } },
    sentences: [
      'Finger and thumb work a touch screen.',
      'The cuff is long enough to close the gap to a sleeve.',
      'Palm patches give grip on a handlebar.',
    ],
    products: products(`
      Himgiri | Knitted Touch Screen Gloves | 399/799 | Purple, Black | Fabric=Acrylic wool; Lining=Fleece | Double-knit gloves with a fleece lining and fingertips that your phone understands.
      Pagdandi | Windproof Riding Gloves | 749/1499 | Black, Purple | Fabric=Softshell; Lining=Fleece | A windproof back for early rides and a palm that still feels the levers.
    `),
  },
];
