import { type Family, products } from '../family.ts';

const TOY = { Safety: { Standard: 'IS 9873, BIS certified' } };
const SPORT = { Warranty: { Cover: '6 months against manufacturing defects' } };

export const TOYS_AND_GAMES: readonly Family[] = [
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
];
