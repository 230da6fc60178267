import { type Family, products } from '../family.ts';

const SPORT = { Warranty: { Cover: '6 months against manufacturing defects' } };
const CYCLE = { Warranty: { Cover: '2 years on the frame' }, Assembly: { Needed: '85 % assembled; tools in the box' } };

export const SPORTS_AND_FITNESS: readonly Family[] = [
  {
    category: 'cricket',
    glyph: '1f3cf',
    weightGrams: 1300,
    specGroup: 'Equipment',
    commonSpecs: SPORT,
    sentences: [
      'Knocked in for six hours before it leaves us.',
      'The sweet spot is where you hope.',
      'Grip and toe guard are fitted.',
    ],
    products: products(`
      Maidaan | Kashmir Willow Cricket Bat | 1299/2499 | size: 5, 6 +100, Full +250 | Material=Kashmir willow; Ball=Leather | Thick edges and a price that survives a broken toe.
      Maidaan | English Willow Grade 1 Bat | 8999/13999 | size: Short handle, Long handle +300 | Material=English willow; Ball=Leather | Nine straight grains and a ping that carries.
      Maidaan | Tennis Ball Gully Bat | 599/1199 | =Blue | Material=Poplar; Ball=Tennis | Scooped at the back for cover drives over parked cars.
      Maidaan | Junior Cricket Kit with Bag | 2499/4499 | size: 3, 4 +150, 5 +300 | Material=Kashmir willow; Ball=Leather | Bat, pads, gloves and helmet for the under-twelves.
    `),
  },
  {
    category: 'racket-sports',
    glyph: '1f3f8',
    weightGrams: 400,
    specGroup: 'Equipment',
    commonSpecs: SPORT,
    sentences: ['Comes strung, with a cover.', 'Light in the head and quick at the net.'],
    products: products(`
      Smashcraft | Graphite 75 Badminton Racket | 1499/2999 | Blue, Red | Material=Graphite; Weight=75 g | For doubles players who would rather hit than lift.
      Smashcraft | Steel Twin Racket Set with Shuttles | 699/1299 | =Blue | Material=Steel; Weight=110 g | Two rackets, three shuttles and a colony lane.
      Smashcraft | Nylon Shuttlecocks, Tube of 6 | 449/799 | =Red | Material=Nylon; Weight=5 g | Flies true for ten evenings.
    `),
  },
  {
    category: 'racket-sports',
    glyph: '1f3be',
    weightGrams: 500,
    specGroup: 'Equipment',
    commonSpecs: SPORT,
    sentences: ['Forgiving off the centre.', 'The grip stays dry in May.'],
    products: products(`
      Smashcraft | Court 100 Tennis Racket | 2999/4999 | Green, Black | Material=Graphite composite; Weight=285 g | A hundred square inches of confidence.
      Smashcraft | Junior 25 Tennis Racket | 1199/2199 | =Green | Material=Aluminium; Weight=245 g | Short, light and made for two hands.
    `),
  },
  {
    category: 'racket-sports',
    glyph: '1f3d3',
    weightGrams: 260,
    specGroup: 'Equipment',
    commonSpecs: SPORT,
    sentences: ['Rubbers are glued and can be replaced.', 'Passed by a coach who passes few.'],
    products: products(`
      Smashcraft | Spin 3-Star Table Tennis Bat | 799/1499 | Red, Black | Material=Poplar and rubber; Weight=170 g | Grippy rubber on a five-ply blade, for loops.
      Smashcraft | Table Tennis Set with Net | 1499/2699 | =Black | Material=Wood and rubber; Weight=900 g | Two bats, three balls and a net that clamps to a dining table.
    `),
  },
  {
    category: 'ball-sports',
    glyph: '26bd',
    weightGrams: 450,
    specGroup: 'Equipment',
    commonSpecs: SPORT,
    sentences: ['Holds air for weeks.', 'Stitched in Jalandhar, where most of the world’s footballs once were.'],
    products: products(`
      Maidaan | Match Football | 1199/2199 | size: 4, 5 +100 | Material=PU; Panels=32, hand-stitched | Flies straight and bounces like a decision.
      Maidaan | Street Football | 549/999 | Blue | Material=Rubber; Size=5 | Moulded rubber for concrete and kerbs.
    `),
  },
  {
    category: 'ball-sports',
    glyph: '1f3c0',
    weightGrams: 620,
    specGroup: 'Equipment',
    commonSpecs: SPORT,
    sentences: ['Deep channels, good grip, dusty courts included.', 'A pump and two needles come along.'],
    products: products(`
      Maidaan | All-Court Basketball | 899/1699 | size: 5, 6 +50, 7 +100 | Material=Composite; Use=Indoor and outdoor | A composite skin that is kind to fingers.
      Maidaan | Mini Hoop and Ball Set | 1299/2299 | =Maroon | Material=Steel and rubber; Use=Door | Hangs over a door and costs no window.
    `),
  },
  {
    category: 'ball-sports',
    glyph: '1f3d0',
    weightGrams: 280,
    specGroup: 'Equipment',
    commonSpecs: SPORT,
    sentences: ['Soft on the forearms.', 'Sand rinses out of the seams.'],
    products: products(`
      Maidaan | Soft Touch Volleyball | 749/1399 | Yellow, Sky Blue | Material=PU; Size=4 | For village nights under one bulb.
    `),
  },
  {
    category: 'cycles-and-scooters',
    glyph: '1f6b2',
    weightGrams: 16000,
    specGroup: 'Cycle',
    commonSpecs: CYCLE,
    sentences: [
      'Brakes are set by us and checked by you.',
      'Mudguards that guard.',
      'Tyres shrug off babul thorns, mostly.',
    ],
    products: products(`
      Chakra Cycles | City 7 Commuter Cycle | 11999/17999 | colour: Red, Teal; size: M, L | Gears=7; Brakes=Disc; Frame material=Steel | Upright, basketed and quick enough for a green light.
      Chakra Cycles | Himal 21 Mountain Bike | 15999/23999 | colour: Teal, Red; size: M, L | Gears=21; Brakes=Dual disc; Frame material=Alloy | A hundred millimetres of travel for potholes and passes.
      Chakra Cycles | Ladybird Single Speed | 7999/11999 | colour: Red, Teal | Gears=1; Brakes=Caliper; Frame material=Steel | A step-through with a bell that people like to hear.
    `),
  },
  {
    category: 'cycles-and-scooters',
    glyph: '1f6f4',
    hsn: '9503',
    weightGrams: 3200,
    specGroup: 'Scooter',
    commonSpecs: CYCLE,
    sentences: ['Folds at one lever.', 'Wheels light up as they roll, without batteries.'],
    products: products(`
      Chotu Planet | Three-Wheel Kick Scooter | 1999/3499 | Blue, Pink | Load=50 kg; Age group=3 years and up | Leans to steer and forgives.
      Chakra Cycles | Adult Folding Kick Scooter | 4999/7999 | =Blue | Load=100 kg; Age group=12 years and up | The last kilometre from the metro, solved.
    `),
  },
  {
    category: 'boxing-and-camping',
    glyph: '1f94a',
    hsn: '9506',
    gstCode: 'gst-5',
    weightGrams: 700,
    specGroup: 'Equipment',
    commonSpecs: SPORT,
    sentences: ['Three layers of foam, one thumb lock.', 'Airs out overnight.'],
    products: products(`
      Akhada | Training Boxing Gloves | 1299/2499 | colour: Red, Black; size: 10 oz, 12 oz +100, 14 oz +200 | Material=PU; Use=Bag and sparring | Wrist support like a friend holding your arm.
      Akhada | Leather Sparring Gloves | 2999/4999 | colour: Black, Red; size: 12 oz, 16 oz +300 | Material=Leather; Use=Sparring | Full-grain leather that softens before you do.
    `),
  },
  {
    category: 'boxing-and-camping',
    glyph: '26fa',
    weightGrams: 3400,
    specGroup: 'Equipment',
    commonSpecs: SPORT,
    sentences: ['Up in six minutes, by two people who still talk.', 'Seams are taped, pegs are spare.'],
    products: products(`
      Pagdandi | Dome Tent, 2 Persons | 2499/4499 | Green, Orange | Size=2 persons; Water column=3000 mm | Two doors, two porches, one ridge in the rain.
      Pagdandi | Family Tent, 4 Persons | 4999/8499 | Green | Size=4 persons; Water column=2500 mm | High enough to stand in and wide enough for a quarrel over sleeping places.
    `),
  },
];
