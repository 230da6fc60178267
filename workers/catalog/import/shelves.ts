const MAX_DEPTH = 4;

/**
 * Where the departments of the 2015 crawl stand in this shop: the beginning of a path there → its path here. The longest
 * beginning counts; what follows it keeps its names. Their tree repeats itself in places, so several lead to one shelf.
 */
const SHELVES: Readonly<Record<string, string>> = {
  Clothing: "Women's Fashion",
  "Clothing > Men's Clothing": "Men's Fashion",
  "Clothing > Men's Clothing > T-Shirts": "Men's Fashion > Men's Topwear > Men's T-shirts",
  "Clothing > Men's Clothing > Shirts": "Men's Fashion > Men's Topwear > Men's Shirts",
  "Clothing > Men's Clothing > Jeans": "Men's Fashion > Men's Bottomwear > Men's Jeans",
  "Clothing > Women's Clothing": "Women's Fashion",
  "Clothing > Women's Clothing > Western Wear > Dresses & Skirts > Dresses": "Women's Fashion > Western Wear > Dresses",
  "Clothing > Women's Clothing > Western Wear > Shirts, Tops & Tunics > Tops":
    "Women's Fashion > Western Wear > Women's Tops",
  "Clothing > Women's Clothing > Ethnic Wear > Saris": "Women's Fashion > Ethnic Wear > Sarees",
  "Clothing > Kids' Clothing": "Kids' Fashion",
  'Clothing > Socks': "Men's Fashion > Socks",
  Footwear: 'Footwear',
  Jewellery: 'Watches & Jewellery > Jewellery',
  Watches: 'Watches & Jewellery',
  Sunglasses: 'Fashion Accessories > Sunglasses',
  Eyewear: 'Fashion Accessories > Eyewear',
  'Eyewear > Frames': 'Fashion Accessories > Spectacle Frames',
  'Bags, Wallets & Belts': 'Bags & Luggage',
  'Bags, Wallets & Belts > Bags > Backpacks': 'Bags & Luggage > Backpacks',
  'Bags, Wallets & Belts > Bags > Hand Bags': 'Bags & Luggage > Handbags',
  'Mobiles & Accessories': 'Mobiles & Audio',
  'Wearable Smart Devices': 'Mobiles & Audio > Wearables',
  Computers: 'Computers & Gaming',
  Gaming: 'Computers & Gaming > Gaming',
  'Cameras & Accessories': 'TV & Cameras',
  'Home Entertainment': 'TV & Cameras > Home Entertainment',
  Furniture: 'Home & Furniture > Furniture',
  'Home Furnishing': 'Home & Furniture > Home Furnishing',
  'Home Decor & Festive Needs': 'Home & Furniture > Home Decor',
  'Household Supplies': 'Home & Furniture > Household Supplies',
  'Kitchen & Dining': 'Kitchen & Dining',
  'Home & Kitchen': 'Kitchen & Dining',
  'Beauty and Personal Care': 'Beauty & Grooming',
  'Beauty and Personal Care > Health Care': 'Health & Baby > Health Care',
  'Health & Personal Care Appliances': 'Beauty & Grooming > Appliances',
  'Food & Nutrition': 'Health & Baby > Food & Nutrition',
  'Baby Care': 'Health & Baby > Baby Care',
  'Toys & School Supplies': 'Toys & Games',
  'Sports & Fitness': 'Sports & Fitness',
  'Pens & Stationery': 'Books & Stationery > Pens & Stationery',
  eBooks: 'Books & Stationery > eBooks',
  'Tools & Hardware': 'Tools & Garden',
  'Tools & Hardware > Tools': 'Tools & Garden',
  'Home Improvement': 'Tools & Garden > Home Improvement',
  'Automation & Robotics': 'Tools & Garden > Home Improvement',
  'Pet Supplies': 'Pet Supplies',
  Automotive: 'Automotive',
  'Automotive > Accessories & Spare parts': 'Automotive',
  'Automotive > Car & Bike Accessories': 'Automotive',
  'Automotive > Car Accessories': 'Automotive',
};

const BY_LOWER_CASE = new Map(Object.entries(SHELVES).map(([from, to]) => [from.toLowerCase(), to.split(' > ')]));

export function isSourceDepartment(name: string): boolean {
  return BY_LOWER_CASE.has(name.toLowerCase());
}

/** The path in this shop of a path of the crawl that begins with one of its departments. */
export function shelve(path: readonly string[]): readonly string[] {
  for (let length = path.length; length > 0; length--) {
    const shelf = BY_LOWER_CASE.get(path.slice(0, length).join(' > ').toLowerCase());
    if (shelf !== undefined) return limitDepth(withoutRepeats([...shelf, ...path.slice(length)]));
  }
  return [];
}

/** Deep trees lose what is between the third level and the category itself, which shoppers look for. */
export function limitDepth(path: readonly string[]): readonly string[] {
  return path.length <= MAX_DEPTH ? path : [...path.slice(0, MAX_DEPTH - 1), path.at(-1) ?? ''];
}

function withoutRepeats(path: readonly string[]): readonly string[] {
  return path.filter((name, index) => name.toLowerCase() !== path[index - 1]?.toLowerCase());
}
