import type { AttributeDefinition } from '../../workers/db/schema/catalog.ts';

export interface SeedCategory {
  readonly slug: string;
  readonly name: string;
  readonly parentSlug: string | null;
  /** '/mens-fashion/mens-topwear/mens-t-shirts/' */
  readonly path: string;
  readonly depth: number;
  readonly position: number;
  /** Code points of the Fluent emoji that stands for it. */
  readonly glyph: string;
  readonly hsn: string;
  readonly gstCode: string;
  readonly returnPolicy: 'refund' | 'replacement' | 'none';
  readonly returnWindowDays: number;
  readonly commissionBps: number;
  readonly isCodAllowed: boolean;
  readonly attributes: readonly AttributeDefinition[];
}

/** Attributes that shoppers filter by. Those that are no choice of a variant come from the specification of that name. */
const ATTRIBUTE_LABELS: Readonly<Record<string, string>> = {
  colour: 'Colour',
  size: 'Size',
  fabric: 'Fabric',
  material: 'Material',
  fit: 'Fit',
  storage: 'Storage',
  ram: 'RAM',
  capacity: 'Capacity',
  connectivity: 'Connectivity',
  pack: 'Pack size',
  'screen-size': 'Screen size',
  shade: 'Shade',
  'age-group': 'Age group',
  'skin-type': 'Skin type',
  language: 'Language',
};

/**
 * slug | name | picture | HSN | GST code | returns | commission % | filters. Indented below its parent; HSN codes are
 * those of the first schedule of the Customs Tariff Act, rates those of 22 September 2025. `no-cod` ends a line.
 */
const TREE = `
mens-fashion | Men's Fashion | 1f454 | 6205 | apparel | refund 10 | 14 | colour,size
  mens-topwear | Men's Topwear | 1f455 | 6109 | apparel | refund 10 | 14 | colour,size
    mens-t-shirts | Men's T-shirts | 1f455 | 6109 | apparel | refund 10 | 14 | colour,size,fabric,fit
    mens-shirts | Men's Shirts | 1f454 | 6205 | apparel | refund 10 | 14 | colour,size,fabric,fit
    mens-jackets | Men's Jackets | 1f9e5 | 6201 | apparel | refund 10 | 14 | colour,size,material
  mens-bottomwear | Men's Bottomwear | 1f456 | 6203 | apparel | refund 10 | 14 | colour,size
    mens-jeans | Men's Jeans | 1f456 | 6203 | apparel | refund 10 | 14 | colour,size,fit
    mens-shorts | Men's Shorts | 1fa73 | 6203 | apparel | refund 10 | 14 | colour,size,fabric
  socks | Socks | 1f9e6 | 6115 | apparel | none 0 | 12 | colour,size,pack
womens-fashion | Women's Fashion | 1f457 | 6204 | apparel | refund 10 | 14 | colour,size
  ethnic-wear | Ethnic Wear | 1f97b | 5407 | gst-5 | refund 10 | 13 | colour,fabric
    sarees | Sarees | 1f97b | 5407 | gst-5 | refund 10 | 13 | colour,fabric
    robes-and-kaftans | Robes & Kaftans | 1f458 | 6208 | apparel | refund 10 | 14 | colour,size,fabric
  western-wear | Western Wear | 1f457 | 6204 | apparel | refund 10 | 14 | colour,size
    dresses | Dresses | 1f457 | 6204 | apparel | refund 10 | 14 | colour,size,fabric
    womens-tops | Women's Tops | 1f45a | 6206 | apparel | refund 10 | 14 | colour,size,fabric
  winter-accessories | Scarves & Gloves | 1f9e3 | 6214 | apparel | refund 10 | 14 | colour,fabric,size
footwear | Footwear | 1f45f | 6404 | footwear | refund 10 | 15 | colour,size
  sneakers | Sneakers & Running Shoes | 1f45f | 6404 | footwear | refund 10 | 15 | colour,size
  formal-shoes | Formal Shoes | 1f45e | 6403 | footwear | refund 10 | 15 | colour,size
  boots | Boots | 1f97e | 6403 | footwear | refund 10 | 15 | colour,size
  womens-footwear | Women's Footwear | 1f460 | 6402 | footwear | refund 10 | 15 | colour,size
    heels | Heels | 1f460 | 6402 | footwear | refund 10 | 15 | colour,size
    ballerinas | Ballerinas & Flats | 1f97f | 6402 | footwear | refund 10 | 15 | colour,size
  flip-flops | Flip-Flops & Slippers | 1fa74 | 6402 | footwear | refund 10 | 13 | colour,size
bags-and-luggage | Bags & Luggage | 1f392 | 4202 | gst-18 | refund 10 | 13 | colour
  backpacks | Backpacks | 1f392 | 4202 | gst-18 | refund 10 | 13 | colour,capacity
  handbags | Handbags | 1f45c | 4202 | gst-18 | refund 10 | 13 | colour,material
  wallets-and-clutches | Wallets & Clutches | 1f45d | 4202 | gst-18 | refund 10 | 13 | colour,material
  suitcases | Suitcases & Trolleys | 1f9f3 | 4202 | gst-18 | refund 10 | 12 | colour,size
accessories | Fashion Accessories | 1f576-fe0f | 9004 | gst-18 | refund 10 | 13 | colour
  sunglasses | Sunglasses | 1f576-fe0f | 9004 | gst-18 | refund 10 | 13 | colour
  spectacle-frames | Spectacle Frames | 1f453 | 9003 | gst-5 | refund 10 | 13 | colour,material
  caps-and-hats | Caps & Hats | 1f9e2 | 6505 | gst-5 | refund 10 | 13 | colour
  umbrellas | Umbrellas | 2602-fe0f | 6601 | gst-5 | refund 10 | 12 | colour
watches-and-jewellery | Watches & Jewellery | 231a | 9102 | gst-18 | refund 7 | 13 | colour
  wrist-watches | Wrist Watches | 231a | 9102 | gst-18 | refund 7 | 13 | colour
  fashion-jewellery | Fashion Jewellery | 1f4ff | 7117 | gst-3 | refund 7 | 15 | material
    rings | Rings | 1f48d | 7117 | gst-3 | refund 7 | 15 | size,material
    necklaces | Necklaces | 1f4ff | 7117 | gst-3 | refund 7 | 15 | material
mobiles-and-audio | Mobiles & Audio | 1f4f1 | 8517 | gst-18 | replacement 7 | 6 | colour
  mobile-phones | Mobile Phones | 1f4f1 | 8517 | gst-18 | replacement 7 | 5 | colour,storage,ram,screen-size
  headphones | Headphones | 1f3a7 | 8518 | gst-18 | replacement 7 | 9 | colour,connectivity
  speakers | Speakers | 1f50a | 8518 | gst-18 | replacement 7 | 9 | colour,connectivity
  power-banks-and-chargers | Power Banks & Chargers | 1f50b | 8507 | gst-18 | replacement 7 | 10 | colour,capacity
  microphones | Microphones | 1f3a4 | 8518 | gst-18 | replacement 7 | 9 | colour,connectivity
computers-and-gaming | Computers & Gaming | 1f4bb | 8471 | gst-18 | replacement 7 | 6 | colour
  laptops | Laptops | 1f4bb | 8471 | gst-18 | replacement 7 | 5 | colour,ram,storage,screen-size
  monitors | Monitors | 1f5a5-fe0f | 8528 | gst-18 | replacement 7 | 6 | screen-size
  printers | Printers | 1f5a8-fe0f | 8443 | gst-18 | replacement 7 | 7 | connectivity
  keyboards-and-mice | Keyboards & Mice | 2328-fe0f | 8471 | gst-18 | replacement 7 | 9 | colour,connectivity
  game-controllers | Game Controllers | 1f3ae | 9504 | gst-18 | replacement 7 | 9 | colour,connectivity
tv-and-cameras | TV & Cameras | 1f4fa | 8528 | gst-18 | replacement 7 | 7 | screen-size
  televisions | Televisions | 1f4fa | 8528 | gst-18 | replacement 10 | 6 | screen-size
  cameras | Cameras | 1f4f7 | 8525 | gst-18 | replacement 7 | 6 | colour
  telescopes-and-optics | Telescopes & Microscopes | 1f52d | 9005 | gst-18 | replacement 7 | 9 | age-group
home-and-furniture | Home & Furniture | 1f6cb-fe0f | 9403 | gst-18 | replacement 10 | 12 | colour,material
  furniture | Furniture | 1f6cb-fe0f | 9403 | gst-18 | replacement 10 | 12 | colour,material
    sofas | Sofas | 1f6cb-fe0f | 9401 | gst-18 | replacement 10 | 12 | colour,material | no-cod
    beds | Beds | 1f6cf-fe0f | 9403 | gst-18 | replacement 10 | 12 | colour,size,material | no-cod
    chairs | Chairs & Stools | 1fa91 | 9401 | gst-18 | replacement 10 | 12 | colour,material
  lighting | Lighting | 1f4a1 | 9405 | gst-18 | replacement 10 | 11 | colour,pack
  clocks | Clocks | 23f0 | 9105 | gst-18 | replacement 10 | 12 | colour
  decor | Mirrors, Art & Candles | 1f5bc-fe0f | 9701 | gst-5 | refund 7 | 14 | colour,material
  cleaning | Cleaning & Laundry | 1f9fa | 9603 | gst-5 | replacement 7 | 11 | colour,material
kitchen-and-dining | Kitchen & Dining | 1f373 | 7323 | gst-5 | replacement 10 | 11 | material
  cookware | Cookware | 1f373 | 7615 | gst-5 | replacement 10 | 11 | colour,size,capacity,material
  tea-and-coffee-ware | Tea & Coffee Ware | 1fad6 | 6911 | gst-5 | replacement 10 | 11 | colour,material
  tableware | Tableware & Cutlery | 1f37d-fe0f | 8215 | gst-5 | replacement 10 | 11 | material,pack
  kitchen-knives | Kitchen Knives | 1f52a | 8211 | gst-18 | none 0 | 11 | material
  kitchen-storage | Jars & Lunch Boxes | 1fad9 | 3924 | gst-18 | replacement 10 | 11 | colour,capacity,material
beauty-and-grooming | Beauty & Grooming | 1f484 | 3304 | gst-18 | none 0 | 12 | shade
  make-up | Make-up | 1f484 | 3304 | gst-18 | none 0 | 12 | shade
  skin-care | Skin Care | 1f9f4 | 3304 | gst-18 | none 0 | 12 | skin-type,pack
  bath-and-oral-care | Bath & Oral Care | 1f9fc | 3401 | gst-5 | none 0 | 10 | colour,pack
  shaving-and-hair-care | Shaving & Hair Care | 1fa92 | 8212 | gst-5 | none 0 | 10 | colour
health-and-baby | Health & Baby | 1fa7a | 9018 | gst-5 | none 0 | 9 | pack
  health-devices | Health Devices | 1f321-fe0f | 9025 | gst-5 | replacement 7 | 9 | colour
  vitamins-and-first-aid | Vitamins & First Aid | 1f48a | 2106 | gst-5 | none 0 | 10 | pack
  baby-care | Baby Care | 1f37c | 3924 | gst-5 | replacement 7 | 9 | colour,pack
grocery | Grocery | 1f35a | 1006 | gst-5 | none 0 | 6 | pack
  staples | Rice & Pulses | 1f35a | 1006 | gst-5 | none 0 | 5 | pack
  spices-and-honey | Spices & Honey | 1f336-fe0f | 0910 | gst-5 | none 0 | 7 | pack
  dry-fruits-and-snacks | Dry Fruits & Snacks | 1f95c | 2008 | gst-5 | none 0 | 7 | pack
  biscuits-and-chocolates | Biscuits & Chocolates | 1f36b | 1806 | gst-5 | none 0 | 7 | pack
  tea-and-juices | Tea & Juices | 1f375 | 0902 | gst-5 | none 0 | 6 | pack
  soft-drinks | Soft Drinks | 1f964 | 2202 | gst-40 | none 0 | 6 | pack
toys-and-games | Toys & Games | 1f9f8 | 9503 | gst-5 | replacement 7 | 12 | age-group
  soft-toys | Soft Toys | 1f9f8 | 9503 | gst-5 | replacement 7 | 12 | colour,age-group
  puzzles-and-board-games | Puzzles & Board Games | 1f9e9 | 9504 | gst-5 | replacement 7 | 12 | age-group
  vehicles-and-robots | Vehicles & Robots | 1f697 | 9503 | gst-5 | replacement 7 | 12 | colour,age-group
  outdoor-play | Kites, Yo-Yos & Skates | 1fa81 | 9503 | gst-5 | replacement 7 | 12 | colour,age-group
sports-and-fitness | Sports & Fitness | 1f3cf | 9506 | gst-5 | replacement 10 | 11 | size
  cricket | Cricket | 1f3cf | 9506 | gst-5 | replacement 10 | 11 | size,material
  racket-sports | Badminton, Tennis & Table Tennis | 1f3f8 | 9506 | gst-5 | replacement 10 | 11 | colour,material
  ball-sports | Football, Basketball & Volleyball | 26bd | 9506 | gst-5 | replacement 10 | 11 | colour,size
  cycles-and-scooters | Cycles & Scooters | 1f6b2 | 8712 | gst-5 | replacement 10 | 9 | colour,size | no-cod
  boxing-and-camping | Boxing & Camping | 26fa | 6306 | gst-18 | replacement 10 | 11 | colour,size
books-and-stationery | Books & Stationery | 1f4da | 4901 | gst-0 | replacement 7 | 10 | pack
  books | Books | 1f4da | 4901 | gst-0 | replacement 7 | 10 | language
  notebooks | Notebooks & Diaries | 1f4d3 | 4820 | gst-0 | replacement 7 | 10 | colour,pack
  pens-and-art | Pens & Art Supplies | 1f58a-fe0f | 9608 | gst-18 | replacement 7 | 11 | colour,pack
  office-supplies | Office Supplies | 2702-fe0f | 8213 | gst-18 | replacement 7 | 11 | colour,pack
musical-instruments | Musical Instruments | 1f3b8 | 9202 | gst-5 | replacement 7 | 10 | colour
  string-instruments | Guitars & Violins | 1f3b8 | 9202 | gst-5 | replacement 7 | 10 | colour,size
  keys-and-drums | Keyboards, Drums & Wind | 1f3b9 | 9207 | gst-18 | replacement 7 | 10 | colour
tools-and-garden | Tools & Garden | 1f9f0 | 8205 | gst-18 | replacement 10 | 11 | material
  hand-tools | Hand Tools | 1f528 | 8205 | gst-18 | replacement 10 | 11 | colour,size
  home-hardware | Ladders, Locks & Safety | 1fa9c | 7616 | gst-18 | replacement 10 | 11 | colour,size,material
  plants-and-garden | Plants & Garden | 1fab4 | 0602 | gst-5 | none 0 | 12 | size
pet-supplies | Pet Supplies | 1f43e | 2309 | gst-18 | none 0 | 11 | pack
  dog-and-cat-care | Dog & Cat Care | 1f9b4 | 2309 | gst-18 | none 0 | 11 | colour,pack
  aquarium | Aquarium | 1f420 | 2309 | gst-18 | none 0 | 11 | pack
`;

/** The tree of the demo shop, parents before their children. */
export const CATEGORIES: readonly SeedCategory[] = parseTree(TREE);

export const LEAF_CATEGORIES: readonly SeedCategory[] = CATEGORIES.filter(
  ({ slug }) => !CATEGORIES.some(({ parentSlug }) => parentSlug === slug),
);

function parseTree(tree: string): SeedCategory[] {
  const parsed: SeedCategory[] = [];
  const branch: SeedCategory[] = [];
  for (const line of tree.split('\n').filter((each) => each.trim() !== '')) {
    const depth = (line.length - line.trimStart().length) / 2;
    branch.length = depth;
    const category = parseCategory(line, branch.at(-1) ?? null, parsed.length);
    branch.push(category);
    parsed.push(category);
  }
  return parsed;
}

function parseCategory(line: string, parent: SeedCategory | null, position: number): SeedCategory {
  const cells = line.split('|').map((cell) => cell.trim());
  const [slug, name, glyph, hsn, gstCode, returns, commission, filters, cod] = cells;
  const [, returnPolicy, days] = /^(refund|replacement|none) (\d+)$/.exec(returns ?? '') ?? [];
  if (!slug || !name || !glyph || !hsn || !gstCode || !returnPolicy || !commission || !filters) {
    throw new Error(`not a category: ${line}`);
  }
  return {
    slug,
    name,
    parentSlug: parent?.slug ?? null,
    path: `${parent?.path ?? '/'}${slug}/`,
    depth: parent === null ? 0 : parent.depth + 1,
    position,
    glyph,
    hsn,
    gstCode,
    returnPolicy: returnPolicy as SeedCategory['returnPolicy'],
    returnWindowDays: Number(days),
    commissionBps: Number(commission) * 100,
    isCodAllowed: cod !== 'no-cod',
    attributes: filters.split(',').map((attribute) => {
      const label = ATTRIBUTE_LABELS[attribute];
      if (label === undefined) throw new Error(`${slug} filters by ${attribute}, which has no label`);
      return { name: attribute, label };
    }),
  };
}
