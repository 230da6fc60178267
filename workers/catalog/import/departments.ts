import type { AttributeDefinition } from '../../db/schema/catalog.ts';

/** What a category is born with. A category below takes over what its own rule does not say. */
export interface CategoryTerms {
  readonly hsn: string;
  /** A code of `gst_rates`. */
  readonly gstCode: string;
  readonly returnPolicy: 'refund' | 'replacement' | 'none';
  readonly returnWindowDays: number;
  readonly commissionBps: number;
  readonly isCodAllowed: boolean;
  readonly attributes: readonly AttributeDefinition[];
}

export interface Department extends CategoryTerms {
  readonly name: string;
  /** Of the shop's own department that means the same; made when it is missing. */
  readonly slug: string;
}

const COLOUR = { name: 'colour', label: 'Colour' };
const SIZE = { name: 'size', label: 'Size' };
const IDEAL_FOR = { name: 'ideal-for', label: 'Ideal For' };
const OCCASION = { name: 'occasion', label: 'Occasion' };
const FABRIC = { name: 'fabric', label: 'Fabric' };
const MATERIAL = { name: 'material', label: 'Material' };
const TYPE = { name: 'type', label: 'Type' };

const WORN = [SIZE, COLOUR, IDEAL_FOR, OCCASION, FABRIC];
const MADE = [COLOUR, MATERIAL, TYPE];

/**
 * Departments that an import may found where the shop has none of that name: one with its own tree keeps its own terms.
 * Codes and rates are meant to follow the GST schedules of 22 September 2025, but were written without the notification
 * at hand: have them checked before anything is sold by them.
 */
export const DEPARTMENTS: readonly Department[] = [
  department("Men's Fashion", 'mens-fashion', '6203', 'apparel', 'refund', 10, 1400, WORN),
  department("Women's Fashion", 'womens-fashion', '6204', 'apparel', 'refund', 10, 1400, WORN),
  department("Kids' Fashion", 'kids-fashion', '6209', 'apparel', 'refund', 10, 1400, WORN),
  department('Footwear', 'footwear', '6404', 'footwear', 'refund', 10, 1500, [SIZE, COLOUR, IDEAL_FOR, OCCASION]),
  department('Bags & Luggage', 'bags-and-luggage', '4202', 'gst-18', 'refund', 10, 1300, [COLOUR, MATERIAL, IDEAL_FOR]),
  department('Fashion Accessories', 'accessories', '9004', 'gst-18', 'refund', 10, 1300, [COLOUR, TYPE, IDEAL_FOR]),
  department('Watches & Jewellery', 'watches-and-jewellery', '9102', 'gst-18', 'refund', 7, 1300, [
    COLOUR,
    TYPE,
    IDEAL_FOR,
  ]),
  department('Mobiles & Audio', 'mobiles-and-audio', '8517', 'gst-18', 'replacement', 7, 600, MADE),
  department('Computers & Gaming', 'computers-and-gaming', '8471', 'gst-18', 'replacement', 7, 600, MADE),
  department('TV & Cameras', 'tv-and-cameras', '8525', 'gst-18', 'replacement', 7, 700, MADE),
  department('Home & Furniture', 'home-and-furniture', '9403', 'gst-18', 'replacement', 10, 1200, MADE),
  department('Kitchen & Dining', 'kitchen-and-dining', '7323', 'gst-5', 'replacement', 10, 1100, MADE),
  department('Beauty & Grooming', 'beauty-and-grooming', '3304', 'gst-18', 'none', 0, 1200, [TYPE, IDEAL_FOR]),
  department('Health & Baby', 'health-and-baby', '9018', 'gst-5', 'none', 0, 900, [COLOUR, SIZE, IDEAL_FOR]),
  department('Toys & Games', 'toys-and-games', '9503', 'gst-5', 'replacement', 7, 1200, MADE),
  department('Sports & Fitness', 'sports-and-fitness', '9506', 'gst-5', 'replacement', 10, 1100, [COLOUR, SIZE, TYPE]),
  department('Books & Stationery', 'books-and-stationery', '4901', 'gst-0', 'replacement', 7, 1000, [TYPE]),
  department('Tools & Garden', 'tools-and-garden', '8205', 'gst-18', 'replacement', 10, 1100, MADE),
  department('Pet Supplies', 'pet-supplies', '2309', 'gst-18', 'none', 0, 1100, MADE),
  department('Automotive', 'automotive', '8708', 'gst-18', 'replacement', 7, 1000, MADE),
];

/** The name of a category, in lower case, and where its terms differ from its parent's. The first that fits counts. */
const EXCEPTIONS: readonly (readonly [RegExp, Partial<CategoryTerms>])[] = [
  [/^jewellery$/, { hsn: '7117', gstCode: 'gst-3', attributes: [COLOUR, TYPE, IDEAL_FOR, OCCASION] }],
  [/^precious jewellery$/, { hsn: '7113' }],
  [/^infant wear$|^combo clothing$/, { hsn: '6209', gstCode: 'apparel', attributes: WORN }],
  [/lingerie|^bras$|^inner ?wear/, { hsn: '6212', returnPolicy: 'none', returnWindowDays: 0 }],
  [/t-shirts?$/, { hsn: '6109' }],
  [/^saris?$|^sarees?$/, { hsn: '5407' }],
  [/^socks/, { hsn: '6115' }],
  [/footwear$|shoes$/, { hsn: '6404', gstCode: 'footwear', attributes: [SIZE, COLOUR, IDEAL_FOR, OCCASION] }],
  [
    /^home furnishing$/,
    { hsn: '6304', gstCode: 'apparel', returnPolicy: 'refund', attributes: [COLOUR, SIZE, MATERIAL] },
  ],
  [/^home decor$/, { hsn: '8306', returnPolicy: 'refund' }],
  [/^household supplies$/, { hsn: '3402', returnPolicy: 'none', returnWindowDays: 0 }],
  [/^lighting$|lamps/, { hsn: '9405', gstCode: 'gst-18' }],
  [/^screen protectors$|^cases & covers$/, { hsn: '3926' }],
  [/^stickers$|decals|posters|paintings/, { hsn: '4911', gstCode: 'gst-18' }],
  [/^appliances$/, { hsn: '8510', returnPolicy: 'replacement', returnWindowDays: 7 }],
  [/^shampoos?$|^hair oils?$|^conditioners$/, { hsn: '3305', gstCode: 'gst-5' }],
  [/^soaps$/, { hsn: '3401', gstCode: 'gst-5' }],
  [/^fragrances$/, { hsn: '3303' }],
  [/^food & nutrition$/, { hsn: '2106' }],
  [/^baby care$/, { hsn: '3924', returnPolicy: 'replacement', returnWindowDays: 7 }],
  [/diapers/, { hsn: '9619' }],
  [/^school bags$/, { hsn: '4202', gstCode: 'gst-18' }],
  [/^fitness accessories$/, { gstCode: 'gst-18' }],
  [/^pens & stationery$/, { hsn: '9608', gstCode: 'gst-18' }],
  [/^ebooks$/, { hsn: '998431', gstCode: 'gst-18', returnPolicy: 'none', returnWindowDays: 0, isCodAllowed: false }],
  [/^plant seeds$|^(?:fruit|vegetable) seeds$|^herbs$/, { hsn: '1209', gstCode: 'gst-0', returnPolicy: 'none' }],
  [/^plant containers?/, { hsn: '3924' }],
  [/^musical/, { hsn: '9207', gstCode: 'gst-5' }],
];

const BY_NAME = new Map(DEPARTMENTS.map((each) => [each.name.toLowerCase(), each]));

export function departmentNamed(name: string): Department | undefined {
  return BY_NAME.get(name.toLowerCase());
}

/** What a new category below `parent` is born with. */
export function termsBelow(parent: CategoryTerms, name: string): CategoryTerms {
  const exception = EXCEPTIONS.find(([pattern]) => pattern.test(name.toLowerCase()));
  const { hsn, gstCode, returnPolicy, returnWindowDays, commissionBps, isCodAllowed, attributes } = parent;
  const inherited = { hsn, gstCode, returnPolicy, returnWindowDays, commissionBps, isCodAllowed, attributes };
  return { ...inherited, ...exception?.[1] };
}

function department(
  name: string,
  slug: string,
  hsn: string,
  gstCode: string,
  returnPolicy: CategoryTerms['returnPolicy'],
  returnWindowDays: number,
  commissionBps: number,
  attributes: readonly AttributeDefinition[],
): Department {
  return { name, slug, hsn, gstCode, returnPolicy, returnWindowDays, commissionBps, isCodAllowed: true, attributes };
}
