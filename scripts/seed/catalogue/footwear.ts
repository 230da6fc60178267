import { type Family, products } from '../family.ts';

const MENS = ['6', '7', '8', '9', '10'];
const WOMENS = ['3', '4', '5', '6', '7'];
const WIPE = { Care: { 'How to clean': 'Wipe with a damp cloth, air dry' }, Size: { 'Size scale': 'UK / India' } };

export const FOOTWEAR: readonly Family[] = [
  {
    category: 'sneakers',
    glyph: '1f45f',
    weightGrams: 800,
    sizes: MENS,
    specGroup: 'Build',
    commonSpecs: WIPE,
    sentences: [
      'The heel counter is stiff where it should be and padded where you feel it.',
      'Breaks in within a day.',
      'Grip holds on wet tiles, which is where most of us fall.',
      'Insoles come out for washing.',
      'True to size; between two sizes, take the larger.',
    ],
    products: products(`
      Zephyro | Stride Lite Running Shoes | 1899/3799 | Black, Blue, Orange | Upper=Engineered mesh; Sole=EVA foam; Closure=Lace-up | A daily trainer with a soft landing and a firm push-off.
      Zephyro | Tempo Carbon Plate Racing Shoes | 5999/8999 | Lavender, Orange | Upper=Monofilament mesh; Sole=Supercritical foam; Closure=Lace-up | A full-length plate under a springy foam for the day the clock matters.
      Galli Kicks | Court Classic Sneakers | 1499/2999 | Lavender, Black, Grey | Upper=Synthetic leather; Sole=Rubber cupsole; Closure=Lace-up | A clean court shoe that goes with everything you already own.
      Galli Kicks | High Street Canvas Sneakers | 999/1999 | Orange, Black, Lavender | Upper=Canvas; Sole=Vulcanised rubber; Closure=Lace-up | Twelve-ounce canvas on a vulcanised sole that only gets better with dirt.
      Vayu Active | Flex Gym Trainers | 2299/4499 | Grey, Lavender, Blue | Upper=Knit; Sole=Flat rubber; Closure=Lace-up | Flat, wide and stable for lifting, with just enough give for a warm-up jog.
      Pagdandi | Trail Grip Running Shoes | 2799/4999 | Grey, Orange | Upper=Ripstop mesh; Sole=5 mm lugs; Closure=Lace-up | Deep lugs and a rock plate for the ghats in the monsoon.
      Zephyro | Easy Walk Slip-On Shoes | 1299/2599 | Grey, Black | Upper=Stretch knit; Sole=EVA foam; Closure=Slip-on | On and off without hands, for parks, temples and airport queues.
    `),
  },
  {
    category: 'formal-shoes',
    glyph: '1f45e',
    weightGrams: 950,
    sizes: MENS,
    specGroup: 'Build',
    commonSpecs: { ...WIPE, Style: { Occasion: 'Formal' } },
    sentences: [
      'A thin rubber layer under the leather sole saves you on marble floors.',
      'Polish it twice and it looks better than new.',
      'The footbed is cushioned under heel and ball.',
      'Made in Agra by people whose grandparents made shoes.',
    ],
    products: products(`
      Mohan & Sterling | Oxford Cap Toe Shoes | 2799/5499 | Black, Brown | Upper=Full-grain leather; Sole=Leather and rubber; Closure=Lace-up | Closed lacing and one straight seam across the toe: the shoe for interviews and weddings.
      Mohan & Sterling | Suede Derby Shoes | 2499/4999 | Brown, Black | Upper=Suede; Sole=Rubber; Closure=Lace-up | Open lacing for high insteps, in suede that has been treated against stains.
      Agra Last | Leather Penny Loafers | 1999/3999 | Brown, Black | Upper=Leather; Sole=Rubber; Closure=Slip-on | A loafer that is stitched round the apron by hand and needs no lace.
      Agra Last | Double Monk Strap Shoes | 3299/5999 | Brown, Black | Upper=Full-grain leather; Sole=Leather; Closure=Buckle | Two brass buckles and a slim last, for those who find laces dull.
      Agra Last | Everyday Office Derby | 1499/2999 | Black, Brown | Upper=Synthetic leather; Sole=PU; Closure=Lace-up | Water-wipe uppers and a light sole for ten hours on your feet.
    `),
  },
  {
    category: 'boots',
    glyph: '1f97e',
    weightGrams: 1200,
    sizes: MENS,
    specGroup: 'Build',
    commonSpecs: { ...WIPE, Style: { Height: 'Ankle' } },
    sentences: [
      'A gusseted tongue keeps out sand and stream.',
      'Speed hooks make lacing a matter of seconds.',
      'The sole can be replaced when it is worn.',
      'Wear them a week at home before the big trek.',
    ],
    products: products(`
      Pagdandi | Sahyadri Waterproof Trekking Boots | 3499/6499 | Tan | Upper=Nubuck leather; Sole=Lugged rubber; Closure=Lace-up | A waterproof membrane and a stiff shank for loaded walks on broken ground.
      Pagdandi | Lightweight Hiking Boots | 2499/4499 | Tan | Upper=Suede and mesh; Sole=Lugged rubber; Closure=Lace-up | Boots that feel like shoes until the path turns to scree.
      Agra Last | Chelsea Boots | 2999/5499 | Black | Upper=Leather; Sole=Rubber; Closure=Elastic gusset | Pull-on boots with a clean line from toe to ankle.
      Lohar Works | Steel Toe Safety Boots | 1799/2999 | Tan, Black | Upper=Buff leather; Sole=Nitrile rubber; Closure=Lace-up | Rated to 200 joules at the toe and resistant to oil and hot metal.
    `),
  },
  {
    category: 'heels',
    glyph: '1f460',
    weightGrams: 600,
    sizes: WOMENS,
    specGroup: 'Build',
    commonSpecs: { ...WIPE, Style: { Occasion: 'Party and formal' } },
    sentences: [
      'The arch is padded with memory foam.',
      'Heel tips are replaceable, and a spare pair is in the box.',
      'Stable on lawns, as wedding guests report.',
      'A suede lining stops the foot from sliding forward.',
    ],
    products: products(`
      Mirchi Rose | Pointed Toe Stilettos | 1599/3199 | Gold, Black | Upper=Patent synthetic; Heel=9 cm | A sharp toe and a slim heel for evenings that deserve them.
      Mirchi Rose | Block Heel Pumps | 1399/2799 | Black, Gold | Upper=Synthetic suede; Heel=6 cm | Six steady centimetres that last from the first meeting to the last metro.
      Noor Juttis | Embellished Bridal Heels | 2299/4599 | Gold, Black | Upper=Brocade; Heel=7 cm | Hand-set stones on brocade, with a block that will not sink into the mandap carpet.
      Noor Juttis | Kitten Heel Slingbacks | 1299/2599 | Gold, Black | Upper=Synthetic leather; Heel=4 cm | A low heel and an elastic sling, for people who walk fast.
    `),
  },
  {
    category: 'ballerinas',
    glyph: '1f97f',
    weightGrams: 450,
    sizes: WOMENS,
    specGroup: 'Build',
    commonSpecs: WIPE,
    sentences: [
      'Soft enough to fold into a handbag.',
      'The elastic is hidden inside the collar.',
      'Blisters were the brief; there are none.',
      'A flat with just enough sole to forgive a pavement.',
    ],
    products: products(`
      Noor Juttis | Zardozi Embroidered Juttis | 899/1799 | Blue, Black | Upper=Embroidered silk; Sole=Leather and rubber; Closure=Slip-on | Punjabi juttis with hand zardozi and, for once, a cushioned sole.
      Juhi & June | Everyday Ballerinas | 699/1399 | Black, Blue | Upper=Synthetic leather; Sole=TPR; Closure=Slip-on | Round-toed flats that go from college to office unchanged.
      Galli Kicks | Knit Commuter Flats | 999/1999 | Black, Blue | Upper=Recycled knit; Sole=EVA; Closure=Slip-on | Knitted from recycled bottles and washable in a machine.
      Mirchi Rose | Pointed D'Orsay Flats | 1099/2199 | Black | Upper=Synthetic suede; Sole=TPR; Closure=Slip-on | Open at the sides and pointed at the toe: a heel's manners without the heel.
    `),
  },
  {
    category: 'flip-flops',
    glyph: '1fa74',
    weightGrams: 350,
    sizes: MENS,
    specGroup: 'Build',
    commonSpecs: WIPE,
    sentences: [
      'The strap is one piece and does not pull out.',
      'Dries in minutes.',
      'Grooves lead the water away from underfoot.',
      'A contoured bed holds the heel.',
    ],
    products: products(`
      Chappal Ghar | Soft Strap Flip-Flops | 249/499 | Blue, Black | Upper=Rubber; Sole=EVA | The honest house slipper, with a softer strap.
      Chappal Ghar | Orthopaedic Doctor Slippers | 499/999 | Black, Blue | Upper=Synthetic; Sole=Dual-density EVA | Arch support and a deep heel cup for those who stand in kitchens and clinics.
      Zephyro | Recovery Slides | 899/1799 | Blue, Black | Upper=EVA; Sole=Soft EVA | A thick, springy slide for legs that ran far in the morning.
      Pagdandi | Beach Sandals with Cork Bed | 799/1499 | Black, Blue | Upper=Synthetic leather; Sole=Cork and rubber | A cork bed takes the shape of your foot within a week.
    `),
  },
];
