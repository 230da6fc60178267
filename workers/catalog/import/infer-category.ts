/**
 * For rows without a category: the words of the title that tell. Ordered from the particular to the general, the first
 * that fits counts; a title that none of them fits stays without a category and is rejected, because a guess would
 * also be a guess at its tax.
 */
const CLOTHING = 'Clothing';
const WOMEN = [CLOTHING, "Women's Clothing"];
const MEN = [CLOTHING, "Men's Clothing"];
const KIDS = [CLOTHING, "Kids' Clothing"];
const CAR = ['Automotive', 'Accessories & Spare parts'];
const PHONE = ['Mobiles & Accessories', 'Mobile Accessories'];

const TITLE_RULES: readonly (readonly [RegExp, readonly string[]])[] = [
  [/tempered glass|screen (?:guard|protector)/, [...PHONE, 'Screen Protectors']],
  [/\b(?:wired|bluetooth) headset/, [...PHONE, 'Headphones']],
  [/\bpouch for\b|back cover/, [...PHONE, 'Cases & Covers']],
  [/\bmah\b|power bank/, [...PHONE, 'Power Banks']],
  [/\bbattery - for\b|\blcd$/, [...PHONE, 'Mobile Spare Parts']],
  [/camera battery charger|binoculars/, ['Cameras & Accessories']],
  [/keyboard|surge protector/, ['Computers', 'Computer Peripherals']],
  [
    /for (?:hyundai|maruti|renault|hero|bajaj|honda|tata|royal enfield)|^car |car bottle holder|car grill|bike side stand/,
    [...CAR],
  ],
  [/rear view mirror|indicator light|ionic air filter|helmet lock|arm sleeve/, [...CAR]],
  [/sunglasses/, ['Sunglasses']],
  [/cufflinks?$/, ['Jewellery', 'Accessories', 'Cufflinks & Tie Pins']],
  [/\bbangles?\b/, ['Jewellery', 'Bangles, Bracelets & Armlets', 'Bangles']],
  [/\brings?$/, ['Jewellery', 'Rings']],
  [/hair (?:clip|band)$/, ['Jewellery', 'Hair Accessories']],
  [/baby (?:girl|boy)'s/, [...KIDS, 'Infants Wear']],
  [/girl's/, [...KIDS, 'Girls Wear']],
  [/boy's/, [...KIDS, 'Boys Wear']],
  [/women flats$/, ['Footwear', "Women's Footwear", 'Flats']],
  [/women wedges$/, ['Footwear', "Women's Footwear", 'Wedges']],
  [/(?:girls|boys) (?:flats|wedges|bellies)$/, ['Footwear', "Kids' & Infant Footwear"]],
  [/bellies$/, ['Footwear', "Women's Footwear", 'Ballerinas']],
  [/running shoes|lace up$|slippers$/, ['Footwear']],
  [/\b(?:bra|panty|camisole|lingerie)\b/, [...WOMEN, 'Lingerie, Sleep & Swimwear']],
  [/\bsari$|salwar|\bkurt(?:a|i)\b/, [...WOMEN, 'Ethnic Wear']],
  [/women's stole/, [...WOMEN, 'Accessories & Combo Sets']],
  [/women's (?:leggings|thong)/, [...WOMEN, 'Leggings & Jeggings']],
  [/men's, women's|socks$/, [CLOTHING, 'Socks']],
  [/women's/, [...WOMEN, 'Western Wear']],
  [/\bmen's (?:brief|boxer|vest)/, [...MEN, 'Inner Wear & Sleep Wear']],
  [/\bmen's/, [...MEN]],
  [/clutch$/, ['Bags, Wallets & Belts', 'Bags', 'Clutches']],
  [/grocery bag/, ['Bags, Wallets & Belts', 'Bags']],
  [/bedsheet$|mattress$/, ['Home Furnishing', 'Bed Linen']],
  [/tapestry$|sofa cover$|table cover$|door mat$/, ['Home Furnishing', 'Living']],
  [/showpiece|artificial plant|sky lantern|incense|paper weight/, ['Home Decor & Festive Needs']],
  [/herbs? .*seed$|\bseed$/, ['Home Improvement', 'Lawn & Gardening', 'Plants', 'Plant Seeds']],
  [/sensor security|door lock|\bmcb$|faucet|filter cartridge/, ['Home Improvement']],
  [/emergency sign$|work bench|roller brush/, ['Tools & Hardware']],
  [/hair dryer|massager|pain relief/, ['Health & Personal Care Appliances']],
  [/foundation brush|nail cutter|conditioner|shaving kit|air freshener/, ['Beauty and Personal Care']],
  [/\b(?:bowl|glass|wine cooler)$/, ['Kitchen & Dining']],
  [/note ?(?:book|pad)|pen (?:gift set|stand)/, ['Pens & Stationery']],
  [/board game$/, ['Toys & School Supplies']],
  [/baby walker/, ['Baby Care']],
  [/thigh guard/, ['Sports & Fitness']],
  [/smart watch strap/, ['Wearable Smart Devices']],
];

export function inferCategory(title: string): readonly string[] | null {
  const text = title.toLowerCase().replaceAll('’', "'");
  return TITLE_RULES.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}
