import { type Family, products } from '../family.ts';

const TOOL = { Warranty: { Cover: 'Lifetime, against breaking' } };
const PLANT = { Care: { Water: 'When the top inch of soil is dry', Light: 'Bright, no noon sun' } };
const PET = { Safety: { Note: 'For animals only' } };

export const TOOLS_AND_PETS: readonly Family[] = [
  {
    category: 'hand-tools',
    glyph: '1f528',
    weightGrams: 800,
    specGroup: 'Tool',
    commonSpecs: TOOL,
    sentences: ['Forged in Ludhiana.', 'The head cannot fly off: it is one piece.'],
    products: products(`
      Lohar Works | Claw Hammer | 449/799 | size: 340 g, 450 g +80 | Handle material=Sheesham; Head=Forged steel | Balanced just below the head, where a hammer should be.
      Lohar Works | Rubber Mallet | 349/649 | =Black | Handle material=Fibreglass; Head=Rubber | Persuades tiles, joints and tent pegs.
    `),
  },
  {
    category: 'hand-tools',
    glyph: '1fa9b',
    weightGrams: 500,
    specGroup: 'Tool',
    commonSpecs: TOOL,
    sentences: ['Tips are magnetic and hardened.', 'Handles take oil and sweat without slipping.'],
    products: products(`
      Lohar Works | Screwdriver Set, 8 Pieces | 549/999 | Red, Blue | Handle material=Dual grip; Tips=Chrome vanadium | Flat, cross and two stubbies for behind the refrigerator.
      Lohar Works | Precision Repair Kit, 32 in 1 | 699/1299 | =Red | Handle material=Aluminium; Tips=S2 steel | Opens phones, toys, spectacles and the other thing.
    `),
  },
  {
    category: 'hand-tools',
    glyph: '1f527',
    weightGrams: 700,
    specGroup: 'Tool',
    commonSpecs: TOOL,
    sentences: ['Jaws meet without a gap.', 'Chromed, then tested with salt.'],
    products: products(`
      Lohar Works | Combination Spanner Set | 899/1599 | - | Sizes=6 to 22 mm; Material=Chrome vanadium | Twelve spanners in a roll, each with its size in plain sight.
      Lohar Works | Adjustable Spanner | 399/699 | size: 200 mm, 250 mm +120 | Material=Chrome vanadium | The one spanner that everyone owns, made well.
    `),
  },
  {
    category: 'hand-tools',
    glyph: '1f9f0',
    hsn: '4202',
    weightGrams: 5200,
    specGroup: 'Tool',
    commonSpecs: TOOL,
    sentences: ['Every piece has its place, and the lid shuts only when they are back.', 'Hinges of steel.'],
    products: products(`
      Lohar Works | Home Tool Kit, 65 Pieces | 1999/3499 | Red, Black | Material=Steel; Case=Moulded | Enough to hang, mend, tighten and regret nothing.
      Lohar Works | Cantilever Tool Box | 1299/2199 | Black, Red | Material=Sheet steel; Case=5 trays | Opens like a staircase.
    `),
  },
  {
    category: 'home-hardware',
    glyph: '1fa9c',
    weightGrams: 6200,
    specGroup: 'Build',
    commonSpecs: TOOL,
    sentences: ['Feet grip tile and cement.', 'Folds to the width of a broom cupboard.'],
    products: products(`
      Ghar Aangan | Wooden Library Ladder | 4999/7999 | - | Material=Mango wood; Steps=6 | For high shelves and low ceilings.
      Lohar Works | Aluminium Step Ladder | 2499/4299 | size: 4 steps, 6 steps +900 | Material=Aluminium; Load=150 kg | A wide top step, and a rail to lean the knees on.
    `),
  },
  {
    category: 'home-hardware',
    glyph: '1f512',
    hsn: '8301',
    weightGrams: 450,
    specGroup: 'Build',
    commonSpecs: TOOL,
    sentences: ['Three keys, none of which opens the neighbour’s.', 'Made in Aligarh for four generations.'],
    products: products(`
      Taala | Brass Padlock 65 mm | 549/999 | Gold, Silver | Material=Brass; Levers=7 | Seven levers and a shackle that laughs at saws.
      Taala | Number Padlock for Luggage | 299/599 | Gold | Material=Zinc alloy; Levers=3 dials | Forget the key; remember the anniversary.
    `),
  },
  {
    category: 'home-hardware',
    glyph: '1f9ef',
    hsn: '8424',
    weightGrams: 3100,
    specGroup: 'Build',
    commonSpecs: { Safety: { Standard: 'IS 15683' } },
    sentences: ['The gauge is read at a glance.', 'A bracket and four screws are in the box.'],
    products: products(`
      Suraksha | ABC Fire Extinguisher | 1299/2299 | size: 1 kg, 2 kg +500, 4 kg +1200 | Material=Steel; Class=A, B, C and electrical | Pull, aim, squeeze: instructions in four scripts.
    `),
  },
  {
    category: 'plants-and-garden',
    glyph: '1fab4',
    weightGrams: 1800,
    specGroup: 'Plant',
    commonSpecs: PLANT,
    sentences: [
      'Shipped in its pot, upright, on a Monday.',
      'If it wilts within a week we send another.',
      'Forgives a holiday.',
    ],
    products: products(`
      Bageecha | Areca Palm with Pot | 499/899 | size: Small, Medium +250, Large +700 | Light need=Indirect; Pot=Nursery | A green fountain for the corner with nothing in it.
      Bageecha | Money Plant in Ceramic Pot | 349/649 | =Peach | Light need=Low; Pot=Ceramic | Grows on a bookshelf and on neglect.
      Bageecha | Tulsi Plant in Clay Pot | 249/449 | =Peach | Light need=Full sun; Pot=Terracotta | For the courtyard, the prayer and the cough.
    `),
  },
  {
    category: 'plants-and-garden',
    glyph: '1f335',
    weightGrams: 600,
    specGroup: 'Plant',
    commonSpecs: PLANT,
    sentences: ['Water it when you remember.', 'Comes with a pair of paper tongs.'],
    products: products(`
      Bageecha | Desk Cactus in Pot | 199/399 | - | Light need=Bright; Pot=Plastic | A quiet colleague with firm boundaries.
      Bageecha | Succulent Trio | 449/799 | =Teal | Light need=Bright; Pot=Ceramic | Three small plants and a tray of white gravel.
    `),
  },
  {
    category: 'plants-and-garden',
    glyph: '1f33b',
    hsn: '1209',
    weightGrams: 40,
    specGroup: 'Plant',
    commonSpecs: PLANT,
    sentences: ['Germination above eighty-five per cent.', 'Sowing dates for four regions on the packet.'],
    products: products(`
      Bageecha | Sunflower Seeds, 50 | 99/199 | - | Season=Rabi and zaid; Height=1.5 m | Taller than the children in ten weeks.
      Bageecha | Winter Flower Seeds, 8 Packets | 249/449 | =Orange | Season=Rabi; Height=30 to 60 cm | Marigold, petunia, phlox and five surprises.
    `),
  },
  {
    category: 'dog-and-cat-care',
    glyph: '1f9b4',
    weightGrams: 900,
    specGroup: 'Product',
    commonSpecs: PET,
    sentences: ['Tried on forty dogs, of whom thirty-nine agreed.', 'No colour, no maize, no mystery.'],
    products: products(`
      Bhau Bhau | Chicken and Rice Dog Food | 649/899 | pack: 1.2 kg, 3 kg +850, 10 kg +3200 | Life stage=Adult; Protein=24 % | Named meat first on the list, as it should be.
      Bhau Bhau | Puppy Starter Food | 749/999 | pack: 1.2 kg, 3 kg +950 | Life stage=Puppy; Protein=30 % | Small kibble with calcium for large paws.
      Bhau Bhau | Dental Chew Bones, Pack of 10 | 299/499 | =Mint | Life stage=Adult; Protein=18 % | Keeps teeth clean and slippers whole.
    `),
  },
  {
    category: 'dog-and-cat-care',
    glyph: '1f43e',
    hsn: '4201',
    weightGrams: 300,
    specGroup: 'Product',
    commonSpecs: PET,
    sentences: ['Reflective stitching for walks after dark.', 'Fits from spitz to shepherd.'],
    products: products(`
      Bhau Bhau | Padded Dog Harness | 599/1099 | Blue, Red | Material=Nylon mesh; Fit=Adjustable | No pull at the throat and a handle for stairs.
      Meow Manzil | Sisal Scratching Mat | 449/799 | =Red | Material=Sisal; Fit=60 × 40 cm | The sofa’s best friend.
    `),
  },
  {
    category: 'aquarium',
    glyph: '1f420',
    weightGrams: 400,
    specGroup: 'Product',
    commonSpecs: PET,
    sentences: ['The water stays clear.', 'Good for community tanks.'],
    products: products(`
      Machhli Ghar | Tropical Fish Flakes | 199/349 | pack: 50 g, 100 g +130 | Fish=Tropical; Feed=Flakes | Forty-one per cent protein, and colours to show for it.
      Machhli Ghar | Cichlid Colour Pellets | 299/499 | =Orange | Fish=Cichlids; Feed=Pellets | Slow-sinking, so that the shy ones eat too.
    `),
  },
  {
    category: 'aquarium',
    glyph: '1f41f',
    hsn: '8413',
    weightGrams: 900,
    specGroup: 'Product',
    commonSpecs: PET,
    sentences: ['Runs so quietly that one checks.', 'Opens for cleaning without tools.'],
    products: products(`
      Machhli Ghar | Internal Aquarium Filter | 599/1099 | - | Tank=Up to 100 L; Power=8 W | Sponge, carbon and a gentle current.
      Machhli Ghar | Aquarium Starter Set 20 L | 2499/3999 | =Teal | Tank=20 L; Power=12 W | Glass, light, filter and everything but the fish.
    `),
  },
];
