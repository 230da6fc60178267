import { type Family, products } from '../family.ts';

const WIPE_CLEAN = {
  Care: { 'How to clean': 'Wipe with a damp cloth' },
  Warranty: { Cover: '6 months on stitching and zips' },
};

export const BAGS_AND_ACCESSORIES: readonly Family[] = [
  {
    category: 'backpacks',
    glyph: '1f392',
    weightGrams: 700,
    specGroup: 'Build',
    commonSpecs: WIPE_CLEAN,
    sentences: [
      'A rain cover hides in the base.',
      'Straps are padded with two densities of foam.',
      'The zip pulls are long enough for gloves.',
      'A luggage sleeve slides over a trolley handle.',
      'The bottle pocket holds a full litre.',
    ],
    products: products(`
      Yatrik Gear | Metro 25 Laptop Backpack | 1199/2399 | Black, Navy, Grey | Material=Polyester; Capacity=25 L; Laptop=15.6 inch | Made for trains: a hidden back pocket, a flat profile and a handle on the side.
      Yatrik Gear | Campus 30 School Backpack | 899/1799 | Red, Grey | Material=Polyester; Capacity=30 L; Laptop=None | Three compartments and a base that has survived being dragged.
      Pagdandi | Ridge 45 Trekking Rucksack | 2499/4599 | Red, Green | Material=Ripstop nylon; Capacity=45 L; Laptop=None | An adjustable back, a real hip belt and loops for poles.
      Tamra Street | Roll-Top Commuter Backpack | 1599/2999 | Red, Black, Green | Material=Waxed canvas; Capacity=22 L; Laptop=14 inch | Rolls down for the office and up for the vegetable market.
      Chotu Planet | Dino Toddler Backpack | 549/1099 | Grey, Green | Material=Polyester; Capacity=8 L; Laptop=None | A first backpack with a chest clip and a name tag.
    `),
  },
  {
    category: 'handbags',
    glyph: '1f45c',
    weightGrams: 650,
    specGroup: 'Build',
    commonSpecs: WIPE_CLEAN,
    sentences: [
      'Feet on the base keep it off the floor.',
      'One zipped pocket inside, two open ones, and a ring for keys.',
      'The handles drop far enough for a shoulder in a coat.',
      'The lining is light, so that things can be found.',
    ],
    products: products(`
      Lavanya Bags | Structured Top Handle Handbag | 1799/3599 | Brown, Black | Material=Vegan leather; Closure=Clasp | Stands by itself and takes an A4 file without a fold.
      Lavanya Bags | Everyday Tote | 1299/2599 | Brown, Black | Material=Vegan leather; Closure=Magnet | One big room, with a laptop wall down the middle.
      Ottakal | Handwoven Kilim Bag | 1599/2999 | Brown, Black | Material=Wool and leather; Closure=Zip | Kilim woven in Mirzapur, bound in leather that darkens with use.
      Mirchi Rose | Quilted Chain Sling Bag | 1099/2199 | Black, Brown | Material=Synthetic leather; Closure=Flap | A quilted flap bag whose chain doubles for the shoulder.
      Noor Juttis | Potli Embroidered Handbag | 799/1599 | Brown | Material=Silk; Closure=Drawstring | A wedding potli that holds a phone, which most do not.
    `),
  },
  {
    category: 'wallets-and-clutches',
    glyph: '1f45d',
    weightGrams: 200,
    specGroup: 'Build',
    commonSpecs: WIPE_CLEAN,
    sentences: [
      'Cards sit behind a shield against contactless theft.',
      'Edges are painted by hand in three coats.',
      'Slim enough for a front pocket.',
      'Comes in a box that needs no wrapping.',
    ],
    products: products(`
      Lavanya Bags | Zip-Around Clutch Wallet | 699/1399 | Pink, Black | Material=Vegan leather; Slots=12 | Twelve cards, a phone and a passport under one zip.
      Mohan & Sterling | Slim Leather Card Case | 599/1199 | Black | Material=Leather; Slots=6 | Six cards and folded notes in the thickness of a biscuit.
      Rangrez Lane | Ikat Pouch with Wrist Loop | 349/699 | Black, Pink | Material=Cotton; Slots=2 | A bright little pouch for keys, cards and a lipstick.
    `),
  },
  {
    category: 'wallets-and-clutches',
    glyph: '1f45b',
    weightGrams: 180,
    specGroup: 'Build',
    commonSpecs: WIPE_CLEAN,
    sentences: [
      'The kiss-lock shuts with a sound that one gets fond of.',
      'Satin inside, with a tiny side pocket.',
      'A frame of brass-plated steel keeps its shape.',
    ],
    products: products(`
      Noor Juttis | Velvet Kiss-Lock Coin Purse | 299/599 | Red, Purple | Material=Velvet; Closure=Kiss-lock | A coin purse of the kind that grandmothers open for sweets.
      Noor Juttis | Beaded Evening Clutch | 999/1999 | Red, Purple | Material=Beaded satin; Closure=Kiss-lock | Covered in glass beads that catch every string of lights.
    `),
  },
  {
    category: 'suitcases',
    glyph: '1f9f3',
    weightGrams: 3400,
    specGroup: 'Build',
    commonSpecs: { Warranty: { Cover: '5 years' }, Wheels: { Type: 'Four double spinners' } },
    sentences: [
      'The number lock can be opened by customs and by nobody else.',
      'Wheels can be replaced with a screwdriver.',
      'Both halves zip shut, so that it opens tidily in a small hotel room.',
      'The telescopic handle stops at three heights.',
    ],
    products: products(`
      Yatrik Gear | Orbit Hard Trolley | 2499/5999 | colour: Blue, Black; size: Cabin 55 cm, Medium 65 cm +1200, Large 75 cm +2200 | Material=Polycarbonate; Lock=Number lock | A shell that flexes instead of cracking and rolls straight on one finger.
      Yatrik Gear | Voyage Soft Trolley | 2199/4999 | colour: Blue, Black; size: Cabin 56 cm, Medium 68 cm +1100 | Material=Polyester; Lock=Padlock loop | Two outside pockets for what you always need on the train.
      Safarnama | Aluminium Frame Suitcase | 5499/9999 | Blue, Black | Material=Aluminium frame; Lock=Two number locks | No zip at all: a frame, two latches and a very satisfying click.
      Safarnama | Weekender Duffle Trolley | 1799/3499 | Black | Material=Canvas; Lock=Padlock loop | A duffle when you have a car and a trolley when you have not.
    `),
  },
  {
    category: 'sunglasses',
    glyph: '1f576-fe0f',
    weightGrams: 120,
    specGroup: 'Lens and frame',
    commonSpecs: { 'In the box': { Contents: 'Sunglasses, case, cloth' }, Protection: { UV: 'UV400' } },
    sentences: [
      'The hinges are sprung and fit broad faces.',
      'Lenses cut the glare from wet roads.',
      'Light enough to be forgotten on your head.',
      'The case is hard on the outside and soft within.',
    ],
    products: products(`
      Tapan Eyewear | Square Polarised Sunglasses | 899/1999 | Black, Brown | Frame=Acetate; Lens=Polarised | A square frame that suits nearly every face, with a lens that calms the sea.
      Tapan Eyewear | Round Retro Sunglasses | 749/1599 | Brown, Black | Frame=Metal; Lens=Gradient | Small and round, for an uncle's motorcycle or a jazz night.
      Zephyro | Wrap Sports Sunglasses | 1199/2499 | Brown, Black | Frame=TR90; Lens=Polarised | Holds on through sprints and sixes by a rubber nose pad.
      Mirchi Rose | Cat-Eye Sunglasses | 799/1699 | Brown | Frame=Acetate; Lens=Gradient | An upswept line that makes sleepless mornings look planned.
    `),
  },
  {
    category: 'spectacle-frames',
    glyph: '1f453',
    weightGrams: 110,
    specGroup: 'Frame',
    commonSpecs: { Fit: { Width: 'Medium, 138 mm' }, Lenses: { 'Ready for': 'Single vision and progressive' } },
    sentences: [
      'Your optician can fit any prescription.',
      'Nose pads are silicone and do not leave marks.',
      'Comes with clear demonstration lenses.',
    ],
    products: products(`
      Tapan Eyewear | Blue-Cut Computer Glasses | 599/1299 | Blue, Black | Frame=TR90; Material=TR90 | Takes the edge off a screen at midnight.
      Tapan Eyewear | Titanium Rimless Frame | 2299/4499 | Black, Blue | Frame=Rimless; Material=Titanium | Eleven grams of titanium and hardly a line on the face.
      Drishti Line | Thick Square Frame | 849/1699 | Black | Frame=Full rim; Material=Acetate | A librarian's frame with an actor's confidence.
      Drishti Line | Kids Flexible Frame | 699/1399 | Blue, Black | Frame=Full rim; Material=Silicone | Bends flat and springs back, as children's frames must.
    `),
  },
  {
    category: 'caps-and-hats',
    glyph: '1f9e2',
    weightGrams: 120,
    specGroup: 'Build',
    commonSpecs: { Size: { Fits: '56 to 60 cm, adjustable' } },
    sentences: [
      'The sweatband is terry and comes out clean.',
      'A curved peak that keeps its curve.',
      'Eyelets are stitched, not punched.',
    ],
    products: products(`
      Galli Kicks | Six-Panel Cotton Cap | 349/799 | Black, Blue | Material=Cotton twill; Closure=Buckle | A plain cap in washed twill for bad hair and bright days.
      Vayu Active | Mesh Running Cap | 449/899 | Blue, Black | Material=Polyester mesh; Closure=Hook and loop | Weighs 48 grams and rinses out under a tap.
      Sadak Co | Corduroy Cap | 499/999 | Black | Material=Corduroy; Closure=Buckle | Fine-wale corduroy for the three weeks of Mumbai winter.
    `),
  },
  {
    category: 'caps-and-hats',
    glyph: '1f452',
    hsn: '6504',
    weightGrams: 140,
    specGroup: 'Build',
    commonSpecs: { Size: { Fits: '56 to 58 cm' } },
    sentences: [
      'The ribbon comes off for washing.',
      'Packs flat and springs back.',
      'Shade for face, neck and paperback.',
    ],
    products: products(`
      Juhi & June | Wide Brim Straw Hat | 599/1199 | - | Material=Paper straw; Brim=10 cm | A ribboned straw hat for beaches, orchards and cricket in the afternoon.
      Sukoon | Foldable Sun Hat | 449/899 | =Beige | Material=Cotton; Brim=8 cm | Rolls up in a handbag and needs no ironing.
    `),
  },
  {
    category: 'umbrellas',
    glyph: '2602-fe0f',
    weightGrams: 420,
    specGroup: 'Build',
    commonSpecs: { Canopy: { Fabric: '210T pongee, water-repellent' } },
    sentences: [
      'Ribs of fibreglass bend in a gust and come back.',
      'The canopy dries with two shakes.',
      'Big enough for one and a half persons, as umbrellas are.',
      'The sleeve has a loop to hang from a bag.',
    ],
    products: products(`
      Chhatri & Sons | Automatic Three-Fold Umbrella | 549/1099 | Purple, Black | Diameter=98 cm; Opening=Automatic | Opens and closes at one button, with a suitcase in the other hand.
      Chhatri & Sons | Golf Umbrella with Double Canopy | 899/1799 | Black | Diameter=130 cm; Opening=Automatic | Vents between two canopies let a squall pass through.
      Chhatri & Sons | Long Wooden Crook Umbrella | 749/1499 | Black | Diameter=110 cm; Opening=Manual | The walking-stick umbrella of Kerala's buses and verandas.
      Chotu Planet | Children's Umbrella | 349/699 | Purple | Diameter=76 cm; Opening=Manual | Rounded tips, a clear window and a whistle on the handle.
    `),
  },
];
