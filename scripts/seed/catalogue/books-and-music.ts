import { type Family, products } from '../family.ts';

const BOOK = { Book: { Publisher: 'Neem Tree Press', Binding: 'Paperback' } };
const INSTRUMENT = { Warranty: { Cover: '1 year' }, 'In the box': { Contents: 'Instrument, cover, booklet' } };

export const BOOKS_AND_MUSIC: readonly Family[] = [
  {
    category: 'books',
    glyph: '1f4da',
    weightGrams: 350,
    specGroup: 'Book',
    commonSpecs: BOOK,
    sentences: [
      'Printed on cream paper in type that tired eyes like.',
      'You will lend it and not get it back.',
      'Short chapters, made for a commute.',
      'An index at the back, which few publishers still pay for.',
    ],
    products: products(`
      Neem Tree Press | The Last Tram to Shyambazar (Novel) | 299/499 | - | Language=English; Pages=284 | Three generations, one tram line and a letter that nobody posted.
      Neem Tree Press | Rasoi: 100 Everyday Indian Recipes | 449/699 | =Green | Language=English; Pages=212 | A hundred recipes that begin with what is in the kitchen anyway.
      Neem Tree Press | Panchatantra for Bedtime | 249/399 | =Green | Language=English; Pages=96 | The old animals, in new pictures and large print.
      Neem Tree Press | Barish ke Baad (Hindi Kavita) | 199/299 | =Green | Language=Hindi; Pages=144 | Poems of small towns and of the first rain in them.
      Ganit Books | Mental Maths in 30 Days | 199/350 | =Green | Language=English; Pages=160 | Fifteen minutes a day, for shopkeepers, students and the proud.
      Ganit Books | Learn Programming the Friendly Way | 549/899 | =Green | Language=English; Pages=388 | Begins with a tea stall and ends with a working web shop.
    `),
  },
  {
    category: 'notebooks',
    glyph: '1f4d3',
    weightGrams: 320,
    specGroup: 'Product',
    commonSpecs: { Paper: { Weight: '90 gsm', Ruling: 'Ruled' } },
    sentences: ['Ink does not show through.', 'Opens flat and stays so.'],
    products: products(`
      Lekhani | Hardbound Executive Diary | 349/699 | Black, Maroon | Pages=240; Pack size=1 | A page a day, a ribbon and a pocket for receipts.
      Lekhani | Handmade Paper Journal | 449/799 | Maroon, Black | Pages=160; Pack size=1 | Cotton-rag paper from Sanganer in a stitched leather wrap.
    `),
  },
  {
    category: 'notebooks',
    glyph: '1f4d2',
    weightGrams: 900,
    specGroup: 'Product',
    commonSpecs: { Paper: { Weight: '70 gsm', Ruling: 'Single line' } },
    sentences: ['Margins are printed; covers are laminated.', 'One term, one pack.'],
    products: products(`
      Lekhani | School Notebooks, Pack of 6 | 299/420 | Yellow, Green | Pages=172; Pack size=6 | Sturdy covers with a timetable inside.
      Lekhani | Spiral Subject Notebook, Pack of 2 | 249/399 | Yellow, Green | Pages=200; Pack size=2 | Five subjects, five colours, no excuses.
    `),
  },
  {
    category: 'pens-and-art',
    glyph: '1f58a-fe0f',
    weightGrams: 90,
    specGroup: 'Product',
    commonSpecs: { Refill: { Availability: 'Sold separately' } },
    sentences: ['Starts at the first stroke.', 'The clip survives a shirt pocket.'],
    products: products(`
      Lekhani | Gel Pens, Pack of 10 | 149/250 | Blue, Black | Tip=0.5 mm; Pack size=10 | Quick-drying ink for left-handers and examinations.
      Syahi | Brass Fountain Pen | 1299/2299 | =Black | Tip=Medium nib; Pack size=1 | A pen that gets heavier in the hand and better on paper.
    `),
  },
  {
    category: 'pens-and-art',
    glyph: '1f58d-fe0f',
    hsn: '9609',
    gstCode: 'gst-0',
    weightGrams: 250,
    specGroup: 'Product',
    commonSpecs: { Safety: { Note: 'Non-toxic' } },
    sentences: ['Washes off walls, as we had to find out.', 'Cores do not break in the sharpener.'],
    products: products(`
      Rang Tarang | Wax Crayons, Pack of 24 | 149/240 | - | Pack size=24; Age group=3 years and up | Thick, bright and hard to snap.
      Rang Tarang | Colour Pencils, Pack of 36 | 299/499 | =Red | Pack size=36; Age group=5 years and up | Soft leads that blend, in a tin that closes.
    `),
  },
  {
    category: 'pens-and-art',
    glyph: '1f3a8',
    hsn: '3213',
    weightGrams: 400,
    specGroup: 'Product',
    commonSpecs: { Safety: { Note: 'Non-toxic' } },
    sentences: ['Pigments, not dyes: they last.', 'A mixing palette is part of the lid.'],
    products: products(`
      Rang Tarang | Watercolour Set, 24 Cakes | 399/699 | - | Pack size=24; Age group=6 years and up | Clear washes and a brush that keeps its point.
      Chitrashala | Acrylic Paints, 12 Tubes | 549/999 | =Brown | Pack size=12; Age group=8 years and up | Heavy-bodied colour for canvas, clay and wall.
    `),
  },
  {
    category: 'office-supplies',
    glyph: '2702-fe0f',
    weightGrams: 150,
    specGroup: 'Product',
    commonSpecs: { Warranty: { Cover: '1 year' } },
    sentences: ['Left- and right-handed.', 'The screw can be tightened.'],
    products: products(`
      Lohar Works | All-Purpose Scissors | 199/399 | Red, Blue | Blade=21 cm; Pack size=1 | Meerut steel that cuts card, cloth and coriander.
      Chotu Planet | Safety Scissors, Pack of 2 | 149/249 | Blue, Red | Blade=12 cm; Pack size=2 | Rounded tips that cut paper and nothing else.
    `),
  },
  {
    category: 'office-supplies',
    glyph: '1f4d0',
    hsn: '9017',
    weightGrams: 120,
    specGroup: 'Product',
    commonSpecs: { Warranty: { Cover: '1 year' } },
    sentences: ['Lines stay readable for a school life.', 'A tin that has outlived three owners.'],
    products: products(`
      Ganit Books | Geometry Box | 149/249 | - | Material=Steel and acrylic; Pack size=9 pieces | Compass, divider, set squares and the protractor that everyone borrows.
      Lekhani | Architect Scale Set | 349/599 | =Orange | Material=Acrylic; Pack size=3 pieces | Six scales and edges that do not smear ink.
    `),
  },
  {
    category: 'office-supplies',
    glyph: '1f5c4-fe0f',
    hsn: '8304',
    weightGrams: 4200,
    specGroup: 'Product',
    commonSpecs: { Warranty: { Cover: '3 years' } },
    sentences: ['Drawers run on balls and stop where they should.', 'Takes A4 and foolscap.'],
    products: products(`
      Ghar Aangan | Desktop Steel Drawer Unit | 1999/3499 | Grey, Black | Material=Steel; Pack size=1 | Two lockable drawers for a desk that has had enough.
    `),
  },
  {
    category: 'string-instruments',
    glyph: '1f3b8',
    weightGrams: 3600,
    specGroup: 'Instrument',
    commonSpecs: INSTRUMENT,
    sentences: ['Set up by a luthier in Kolkata.', 'Action low, intonation true.', 'Takes humidity better than most.'],
    products: products(`
      Swarmala | Tez Electric Guitar | 9999/15999 | Red, Black | Body=Basswood; Strings=6; Pickups=2 humbuckers | From clean to cruel with one knob.
      Swarmala | Beginner Electric Guitar Kit | 6999/10999 | Black, Red | Body=Poplar; Strings=6; Pickups=3 single coils | Guitar, ten-watt amplifier, cable, and sympathetic neighbours not included.
      Swarmala | Bass Guitar, 4 Strings | 12999/18999 | Black | Body=Ash; Strings=4; Pickups=2 single coils | Round, dry, and content to stand at the back.
    `),
  },
  {
    category: 'string-instruments',
    glyph: '1f3bb',
    weightGrams: 2200,
    specGroup: 'Instrument',
    commonSpecs: INSTRUMENT,
    sentences: ['Pegs hold, even in July.', 'Bow, rosin and case are in the price.'],
    products: products(`
      Swarmala | Student Violin | 4999/7999 | size: 1/2, 3/4 +300, 4/4 +600 | Body=Spruce and maple; Strings=Steel core | Tuned for Carnatic or Western at your word.
      Swarmala | Solo Violin in Tiger Maple | 14999/21999 | =Rust | Body=Spruce and tiger maple; Strings=Synthetic core | A voice that reaches the last row without effort.
    `),
  },
  {
    category: 'keys-and-drums',
    glyph: '1f3b9',
    weightGrams: 5200,
    specGroup: 'Instrument',
    commonSpecs: INSTRUMENT,
    sentences: ['Tabla and tanpura are among the voices.', 'Headphones go in, peace goes out.'],
    products: products(`
      Swarmala | 61-Key Portable Keyboard | 6999/10999 | - | Keys=61; Voices=400 | Rhythms from bhangra to bossa, and a stand for the music.
      Swarmala | 88-Key Digital Piano | 29999/44999 | =Black | Keys=88 weighted; Voices=24 | Hammers under every key, and the lid of a real one.
    `),
  },
  {
    category: 'keys-and-drums',
    glyph: '1f941',
    hsn: '9206',
    gstCode: 'gst-5',
    weightGrams: 3200,
    specGroup: 'Instrument',
    commonSpecs: INSTRUMENT,
    sentences: ['Heads are replaceable in any market.', 'Loud. You have been told.'],
    products: products(`
      Taal Ghar | Marching Snare Drum | 3499/5499 | Red, Blue | Shell=Birch; Diameter=35 cm | For school bands and other processions.
      Taal Ghar | Junior Drum Set, 3 Pieces | 5999/8999 | Red, Blue | Shell=Poplar; Diameter=40 cm | Bass, snare and cymbal, scaled to a ten-year-old.
    `),
  },
  {
    category: 'keys-and-drums',
    glyph: '1fa98',
    hsn: '9206',
    gstCode: 'gst-5',
    weightGrams: 4200,
    specGroup: 'Instrument',
    commonSpecs: INSTRUMENT,
    sentences: ['Goat skin, rope and one block of wood.', 'Tuned before it is packed.'],
    products: products(`
      Taal Ghar | Mango Wood Dholak | 2999/4499 | - | Shell=Mango wood; Diameter=22 cm | Bright on the right, warm on the left, and ready for a sangeet.
      Taal Ghar | Djembe, Hand-Carved | 3999/5999 | =Brown | Shell=Sheesham; Diameter=25 cm | Deep bass at the centre, crack at the rim.
    `),
  },
  {
    category: 'keys-and-drums',
    glyph: '1f3b7',
    weightGrams: 4800,
    hsn: '9205',
    gstCode: 'gst-5',
    specGroup: 'Instrument',
    commonSpecs: INSTRUMENT,
    sentences: ['Pads seal, keys are quiet.', 'A case that can go by bus.'],
    products: products(`
      Swarmala | Alto Saxophone, Gold Lacquer | 24999/36999 | - | Key=E flat; Material=Brass | For baraats, big bands and quiet evenings by the sea.
      Swarmala | Student Alto Saxophone | 18999/27999 | =Silver | Key=E flat; Material=Nickel-plated brass | Speaks easily, from the first week.
    `),
  },
];
