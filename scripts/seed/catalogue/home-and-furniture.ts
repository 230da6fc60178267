import { type Family, products } from '../family.ts';

const WARRANTY = { Warranty: { Cover: '3 years against manufacturing defects' } };
const ASSEMBLY = { ...WARRANTY, Assembly: { Needed: 'By our carpenter, free of charge' } };

export const HOME_AND_FURNITURE: readonly Family[] = [
  {
    category: 'sofas',
    glyph: '1f6cb-fe0f',
    weightGrams: 48000,
    specGroup: 'Build',
    commonSpecs: ASSEMBLY,
    sentences: [
      'Covers come off and go into a washing machine.',
      'Feet unscrew, so that it passes a lift door.',
      'The frame is kiln-dried and glued as well as screwed.',
      'Firm for the first month, then exactly right.',
    ],
    products: products(`
      Sheesham & Co | Malabar 3 Seater Fabric Sofa | 24999/42999 | Blue, Grey | Material=Solid wood and fabric; Seats=3; Foam=40 density | Deep seats and low arms, made for films and for visiting cousins.
      Sheesham & Co | Coorg Loveseat | 16999/27999 | Grey, Blue | Material=Solid wood and fabric; Seats=2; Foam=36 density | Two people, two cups and a window.
      Ghar Aangan | Sofa Cum Bed | 18999/31999 | Grey, Blue | Material=Metal and fabric; Seats=3; Foam=32 density | Opens to a double bed in one movement and hides the bedding inside.
      Ghar Aangan | Leatherette Office Sofa | 14999/24999 | Grey | Material=Engineered wood and leatherette; Seats=2; Foam=32 density | A reception sofa that wipes clean.
    `),
  },
  {
    category: 'beds',
    glyph: '1f6cf-fe0f',
    weightGrams: 62000,
    specGroup: 'Build',
    commonSpecs: ASSEMBLY,
    sentences: [
      'Slats are sprung and do not creak.',
      'Takes any mattress up to ten inches.',
      'Storage opens on gas lifts.',
    ],
    products: products(`
      Sheesham & Co | Jaisal Solid Wood Bed | 27999/45999 | size: Queen, King +4500 | Material=Sheesham wood; Storage type=None | Dovetailed sheesham with the grain left to speak.
      Sheesham & Co | Upholstered Storage Bed | 31999/52999 | colour: Green; size: Queen, King +5000 | Material=Engineered wood and fabric; Storage type=Hydraulic | A padded headboard to read against and room below for every quilt.
      Ghar Aangan | Metal Single Bed | 6999/11999 | =Green | Material=Steel; Storage type=None | Powder-coated steel for hostels, guests and growing children.
      Neend Lab | Orthopaedic Foam Mattress, 6 inch | 8999/15999 | size: Single, Queen +5000, King +7000 | Material=Memory foam; Firmness=Medium firm | Three foams that hold the back level, with a hundred nights to decide.
    `),
  },
  {
    category: 'chairs',
    glyph: '1fa91',
    weightGrams: 5200,
    specGroup: 'Build',
    commonSpecs: WARRANTY,
    sentences: [
      'Felt pads are already on the feet.',
      'The seat is shaped, not flat.',
      'Two of them stack when guests have left.',
    ],
    products: products(`
      Sheesham & Co | Solid Wood Dining Chair | 2999/4999 | Brown, Tan | Material=Sheesham wood; Height=92 cm | Mortise and tenon, oil finish, and a back at the angle of conversation.
      Sheesham & Co | Cane Seat Chair | 3799/5999 | =Tan | Material=Wood and cane; Height=85 cm | Hand-woven cane on a teak-coloured frame.
      Ghar Aangan | Painted Kitchen Stool | 1199/1999 | Brown, Tan | Material=Mango wood; Height=60 cm | A stool for the counter, the phone call and the top shelf.
      Chotu Planet | Children's Chair | 999/1799 | Tan | Material=Pine; Height=52 cm | Rounded, light and impossible to tip for anyone under seven.
    `),
  },
  {
    category: 'lighting',
    glyph: '1f4a1',
    hsn: '8539',
    weightGrams: 180,
    specGroup: 'Light',
    commonSpecs: { Warranty: { Cover: '2 years' }, Safety: { Certificate: 'BIS registered' } },
    sentences: [
      'Holds its brightness from 140 to 300 volts.',
      'No hum, no flicker.',
      'The colour of light is the same across a box.',
    ],
    products: products(`
      Bijlee | 9 W LED Bulb, Pack of 4 | 349/699 | - | Wattage=9 W; Colour temperature=6500 K; Pack size=4 | Cool daylight for kitchens and study tables.
      Bijlee | Warm 7 W Filament Bulb, Pack of 2 | 399/799 | =Purple | Wattage=7 W; Colour temperature=2200 K; Pack size=2 | The glow of the old bulb at a tenth of the bill.
      Bijlee | Smart Colour Bulb 12 W | 599/1299 | =Purple | Wattage=12 W; Connectivity=Wi-Fi; Pack size=1 | Sixteen million colours, of which you will use five.
      Bijlee | Inverter Emergency Bulb, Pack of 2 | 549/1099 | =Purple | Wattage=9 W; Backup=4 h; Pack size=2 | Carries on for four hours after the mains has gone.
    `),
  },
  {
    category: 'lighting',
    glyph: '1f526',
    hsn: '8513',
    weightGrams: 320,
    specGroup: 'Light',
    commonSpecs: { Warranty: { Cover: '1 year' } },
    sentences: ['The switch can be found in the dark.', 'Waterproof enough for the monsoon.'],
    products: products(`
      Bijlee | Rechargeable LED Torch | 449/899 | Black, Yellow | Range=300 m; Battery=2000 mAh; Pack size=1 | Reaches the far end of a field and charges by USB.
      Pagdandi | Trek Hand Torch | 699/1299 | =Yellow | Range=180 m; Battery=2 AA; Pack size=1 | Small, bright and still working after the river crossing.
    `),
  },
  {
    category: 'clocks',
    glyph: '23f0',
    weightGrams: 350,
    specGroup: 'Clock',
    commonSpecs: { Warranty: { Cover: '1 year' } },
    sentences: ['One AA cell runs it for a year.', 'The movement is silent: no tick at night.'],
    products: products(`
      Kaalchakra | Twin Bell Alarm Clock | 499/999 | Red, Mint | Material=Metal; Power=1 AA cell | Two bells and a hammer, for those who sleep through phones.
      Kaalchakra | Silent Sweep Bedside Clock | 399/799 | Mint | Material=ABS; Power=1 AA cell | A soft light at a touch and an alarm that begins politely.
    `),
  },
  {
    category: 'clocks',
    glyph: '1f570-fe0f',
    weightGrams: 1400,
    specGroup: 'Clock',
    commonSpecs: { Warranty: { Cover: '2 years' } },
    sentences: ['The chime turns itself down at night.', 'Numerals can be read from across a hall.'],
    products: products(`
      Kaalchakra | Mantel Clock in Sheesham | 2499/4499 | - | Material=Sheesham wood; Power=1 C cell | Westminster chimes on a shelf, in wood that goes on darkening.
      Ghar Aangan | Antique Finish Table Clock | 1299/2499 | =Gold | Material=Brass-finished metal; Power=1 AA cell | A little grandeur for a small table.
    `),
  },
  {
    category: 'decor',
    glyph: '1fa9e',
    hsn: '7009',
    gstCode: 'gst-18',
    weightGrams: 2600,
    specGroup: 'Build',
    commonSpecs: WARRANTY,
    sentences: ['Hooks and screws are in the box.', 'The glass is 4 mm and true: no funfair faces.'],
    products: products(`
      Ghar Aangan | Carved Oval Wall Mirror | 2199/3999 | Gold, White | Material=Mango wood; Size=60 × 45 cm | A carved frame from Saharanpur round a bevelled glass.
      Ghar Aangan | Vanity Table Mirror | 899/1699 | Gold | Material=Metal; Size=30 × 22 cm | Tilts, magnifies on the other side and stays put.
    `),
  },
  {
    category: 'decor',
    glyph: '1f5bc-fe0f',
    hsn: '4911',
    weightGrams: 1200,
    specGroup: 'Build',
    commonSpecs: WARRANTY,
    sentences: ['Ready to hang, with both hooks level.', 'Printed with pigment that does not fade in sun.'],
    products: products(`
      Chitrashala | Framed Madhubani Print | 1299/2499 | - | Material=Paper and wood; Size=40 × 50 cm | A pond, two fish and a wedding, from a painter in Mithila who signs each print.
      Chitrashala | Kerala Mural Canvas | 1899/3499 | =Maroon | Material=Canvas; Size=60 × 45 cm | Temple-mural colours on canvas, stretched on pine.
      Chitrashala | Hill Station Landscape Print | 999/1999 | =Maroon | Material=Paper and wood; Size=40 × 30 cm | Mist, deodars and a toy train, in a plain black frame.
    `),
  },
  {
    category: 'decor',
    glyph: '1f56f-fe0f',
    hsn: '3406',
    weightGrams: 300,
    specGroup: 'Build',
    commonSpecs: { Safety: { Note: 'Never leave a flame alone' } },
    sentences: ['The wick is cotton and burns without soot.', 'Burns evenly to the very edge.'],
    products: products(`
      Dipika | Mogra Scented Candle | 449/899 | - | Material=Soy wax; Burn time=35 h | Jasmine as it smells at a bus stop in Madurai after rain.
      Dipika | Pillar Candles, Set of 3 | 599/1199 | =Red | Material=Paraffin wax; Burn time=60 h | Three heights for a table, a niche or a power cut.
    `),
  },
  {
    category: 'decor',
    glyph: '1fa94',
    hsn: '6912',
    weightGrams: 450,
    specGroup: 'Build',
    commonSpecs: { Safety: { Note: 'Never leave a flame alone' } },
    sentences: ['Fill with oil or ghee; wicks are included.', 'Packed in straw, and none arrives broken.'],
    products: products(`
      Dipika | Handmade Terracotta Diyas, Set of 12 | 249/499 | - | Material=Terracotta; Size=7 cm | Thrown on a wheel in Kumhar Gram and painted at the rim.
      Dipika | Brass Akhand Diya | 899/1699 | =Gold | Material=Brass; Size=12 cm | A heavy brass lamp with a glass that keeps the draught out.
    `),
  },
  {
    category: 'cleaning',
    glyph: '1f9fa',
    hsn: '4602',
    weightGrams: 900,
    specGroup: 'Build',
    commonSpecs: WARRANTY,
    sentences: ['Woven tight, so that nothing snags.', 'Handles are wrapped where hands go.'],
    products: products(`
      Ghar Aangan | Bamboo Laundry Basket | 899/1599 | - | Material=Bamboo; Capacity=45 L | Lets damp clothes breathe and looks good doing it.
      Nadiya Weaves | Sabai Grass Storage Basket | 649/1199 | =Beige | Material=Sabai grass; Capacity=20 L | Coiled and stitched by a women's collective in Mayurbhanj.
    `),
  },
  {
    category: 'cleaning',
    glyph: '1faa3',
    hsn: '3924',
    gstCode: 'gst-18',
    weightGrams: 700,
    specGroup: 'Build',
    commonSpecs: WARRANTY,
    sentences: ['The spout pours where you aim it.', 'Will not crack in a cold bathroom.'],
    products: products(`
      Safaai | Unbreakable Bucket 20 L | 349/599 | Blue, Green | Material=Polypropylene; Capacity=20 L | Thick walls and a handle that does not come off when it is full.
      Safaai | Spin Mop Bucket Set | 1299/2499 | Green | Material=Polypropylene; Capacity=6 L | Wrings itself, so that hands stay dry.
    `),
  },
  {
    category: 'cleaning',
    glyph: '1f9f9',
    weightGrams: 450,
    specGroup: 'Build',
    commonSpecs: WARRANTY,
    sentences: ['Reaches below a bed without kneeling.', 'Hangs from a hole in the handle.'],
    products: products(`
      Safaai | Grass Floor Broom | 199/349 | - | Material=Tiger grass; Length=120 cm | Soft tips that take dust and leave marble alone.
      Safaai | Garden Yard Broom | 299/549 | =Green | Material=Coconut fibre; Length=130 cm | Stiff ribs for leaves, gravel and verandas.
    `),
  },
];
