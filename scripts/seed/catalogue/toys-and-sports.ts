import { type Family, products } from '../family.ts';

const TOY = { Safety: { Standard: 'IS 9873, BIS certified' } };
const SPORT = { Warranty: { Cover: '6 months against manufacturing defects' } };
const CYCLE = { Warranty: { Cover: '2 years on the frame' }, Assembly: { Needed: '85 % assembled; tools in the box' } };

export const TOYS_AND_SPORTS: readonly Family[] = [
  {
    category: 'soft-toys',
    glyph: '1f9f8',
    weightGrams: 400,
    specGroup: 'Toy',
    commonSpecs: TOY,
    sentences: [
      'Eyes are stitched, so that nothing comes off.',
      'Washable in a pillowcase.',
      'Stuffed with fibre made of old bottles.',
    ],
    products: products(`
      Gudda Gudiya | Bholu Teddy Bear | 599/1199 | Brown, Pink | Height=40 cm; Age group=1 year and up | A bear with long arms and a patient face.
      Gudda Gudiya | Giant Hugging Bear | 1799/3499 | Brown, Pink | Height=100 cm; Age group=3 years and up | As tall as a four-year-old and twice as calm.
      Gudda Gudiya | Pocket Bear Keychain | 199/399 | Brown, Pink | Height=10 cm; Age group=3 years and up | Goes along to school, unnoticed.
    `),
  },
  {
    category: 'puzzles-and-board-games',
    glyph: '1f9e9',
    weightGrams: 600,
    specGroup: 'Game',
    commonSpecs: TOY,
    sentences: ['Pieces are thick and lock with a click.', 'Lost a piece? Write to us and we send it.'],
    products: products(`
      Pahelee | Map of India Floor Puzzle | 449/899 | - | Pieces=80; Age group=4 years and up | Every state is one piece, and Lakshadweep is the one that gets lost.
      Pahelee | Wildlife 500 Piece Jigsaw | 599/1099 | =Orange | Pieces=500; Age group=8 years and up | A tiger in tall grass: easy to see, hard to finish.
      Pahelee | Wooden Alphabet Puzzle | 349/699 | =Orange | Pieces=26; Age group=2 years and up | Chunky letters with a picture hiding below each.
    `),
  },
  {
    category: 'puzzles-and-board-games',
    glyph: '1f3b2',
    weightGrams: 800,
    specGroup: 'Game',
    commonSpecs: TOY,
    sentences: ['Rules fit on one page, in Hindi and English.', 'Over in forty minutes, when nobody argues.'],
    products: products(`
      Chaupad | Ludo and Snakes, Wooden Board | 499/999 | - | Players=2 to 4; Age group=5 years and up | Two games that have ended friendships since the Guptas.
      Chaupad | Bazaar: A Trading Board Game | 1199/1999 | =Red | Players=2 to 5; Age group=10 years and up | Buy saffron, sell silk and watch out for the monsoon.
    `),
  },
  {
    category: 'puzzles-and-board-games',
    glyph: '265f-fe0f',
    weightGrams: 1200,
    specGroup: 'Game',
    commonSpecs: TOY,
    sentences: ['Pieces are weighted and felted.', 'Folds, with room inside for all thirty-two.'],
    products: products(`
      Chaupad | Magnetic Travel Chess Set | 449/899 | =Black | Board=25 cm; Age group=6 years and up | Plays on a train berth without losing a bishop.
      Chaupad | Tournament Chess Set in Sheesham | 1999/3499 | =Brown | Board=45 cm; Age group=6 years and up | Carved in Amritsar, with knights worth looking at.
    `),
  },
  {
    category: 'vehicles-and-robots',
    glyph: '1f697',
    weightGrams: 450,
    specGroup: 'Toy',
    commonSpecs: TOY,
    sentences: ['Doors open, wheels turn, grandfathers approve.', 'No sharp edges, even after a fall from a balcony.'],
    products: products(`
      Khilona Garage | Pull-Back Hatchback Car | 299/599 | Red, Blue | Scale=1:32; Age group=3 years and up | Die-cast metal with a spring that crosses a whole room.
      Khilona Garage | Remote Control Rally Car | 1499/2999 | Red, Blue | Scale=1:16; Age group=6 years and up | Twenty kilometres an hour over carpet, gravel and cats.
    `),
  },
  {
    category: 'vehicles-and-robots',
    glyph: '1f682',
    weightGrams: 900,
    specGroup: 'Toy',
    commonSpecs: TOY,
    sentences: ['Joins the tracks of other sets.', 'Whistles, and can be made not to.'],
    products: products(`
      Khilona Garage | Darjeeling Toy Train Set | 1299/2499 | - | Track=3.2 m; Age group=3 years and up | A steam engine, two coaches and a loop like Batasia.
      Khilona Garage | Wooden Engine with Blocks | 799/1499 | =Green | Track=None; Age group=2 years and up | Eighteen blocks ride on three waggons, until they do not.
    `),
  },
  {
    category: 'vehicles-and-robots',
    glyph: '1f916',
    weightGrams: 700,
    specGroup: 'Toy',
    commonSpecs: TOY,
    sentences: ['Programmed with cards, so that no screen is needed.', 'Recharges by USB.'],
    products: products(`
      Yantra Kids | Chintu Coding Robot | 2499/4499 | White, Blue | Battery=3 h; Age group=5 years and up | Walks a maze that the child has written.
      Yantra Kids | Build-a-Robot Kit | 1299/2299 | =White | Pieces=142; Age group=8 years and up | Gears, a motor and twelve machines to build from them.
    `),
  },
  {
    category: 'outdoor-play',
    glyph: '1fa81',
    weightGrams: 200,
    specGroup: 'Toy',
    commonSpecs: TOY,
    sentences: ['Up in the lightest breeze.', 'Cotton thread only: safe for birds and necks.'],
    products: products(`
      Patang Bazaar | Uttarayan Paper Kites, Pack of 10 | 249/499 | - | Material=Paper; Age group=6 years and up | Balanced by hand in Ahmedabad for a clear January sky.
      Patang Bazaar | Delta Stunt Kite | 899/1699 | =Purple | Material=Nylon; Age group=8 years and up | Two lines and some nerve on a windy beach.
    `),
  },
  {
    category: 'outdoor-play',
    glyph: '1f6f9',
    hsn: '9506',
    weightGrams: 2200,
    specGroup: 'Build',
    commonSpecs: SPORT,
    sentences: ['Bearings spin for a long while.', 'Grip tape goes to the very edge.'],
    products: products(`
      Galli Kicks | Maple Street Skateboard | 2299/3999 | Purple, Black | Deck=7-ply maple; Age group=8 years and up | A true maple deck for a first ollie and a five-hundredth.
      Galli Kicks | Mini Cruiser Board | 1499/2799 | Purple | Deck=Polypropylene; Age group=6 years and up | Soft wheels for lanes with opinions.
    `),
  },
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
