import { gstinCheckDigit } from '../../workers/domain/gst.ts';

export interface SeedSeller {
  readonly slug: string;
  readonly name: string;
  readonly legalName: string;
  readonly stateCode: string;
  readonly gstin: string;
  readonly pincode: string;
  readonly address: string;
  readonly ratingTenths: number;
  /** First four letters of its SKUs. */
  readonly skuPrefix: string;
  readonly handlingDays: number;
  /** Slugs of the departments that it sells in. */
  readonly departments: readonly string[];
}

/** slug | name | legal name | state | PAN | pincode | address | rating in tenths | SKU prefix | handling days | departments */
const TABLE = `
meghraj-retail | Meghraj Retail | Meghraj Retail Private Limited | 29 | AAMCM4821K | 560066 | 14/2 Whitefield Main Road, Bengaluru | 46 | MGHR | 1 | mobiles-and-audio computers-and-gaming tv-and-cameras watches-and-jewellery home-and-furniture
konark-commerce | Konark Commerce | Konark Commerce LLP | 07 | AAPFK3307D | 110020 | B-86 Okhla Industrial Area Phase I, New Delhi | 44 | KNRK | 1 | mobiles-and-audio computers-and-gaming tv-and-cameras accessories bags-and-luggage toys-and-games
sahyadri-traders | Sahyadri Traders | Sahyadri Traders and Sons | 27 | ABJFS7719R | 421302 | Gala 9, Mankoli Naka, Bhiwandi | 42 | SHYD | 1 | kitchen-and-dining home-and-furniture tools-and-garden bags-and-luggage beauty-and-grooming computers-and-gaming
coromandel-stores | Coromandel Stores | Coromandel Stores Private Limited | 33 | AAFCC2945L | 600058 | 31 Ambattur Estate Road, Chennai | 47 | CRMD | 1 | kitchen-and-dining grocery beauty-and-grooming health-and-baby books-and-stationery mobiles-and-audio
hooghly-bazaar | Hooghly Bazaar | Hooghly Bazaar Company | 19 | AAKFH6158P | 700107 | 5 Kasba Industrial Estate, Kolkata | 43 | HGLY | 2 | books-and-stationery musical-instruments womens-fashion toys-and-games health-and-baby
deccan-direct | Deccan Direct | Deccan Direct Private Limited | 36 | AAGCD8034M | 500018 | Plot 22, Sanathnagar, Hyderabad | 45 | DCCN | 1 | mens-fashion footwear watches-and-jewellery beauty-and-grooming pet-supplies grocery tv-and-cameras
sabarmati-textiles | Sabarmati Textiles | Sabarmati Textiles Private Limited | 24 | AAQCS1172J | 395003 | 208 Ring Road Textile Market, Surat | 44 | SBMT | 2 | mens-fashion womens-fashion accessories home-and-furniture
marudhara-crafts | Marudhara Crafts | Marudhara Crafts | 08 | BQTPM5563F | 302013 | H-17 Vishwakarma Industrial Area, Jaipur | 48 | MRDH | 2 | womens-fashion watches-and-jewellery home-and-furniture bags-and-luggage footwear kitchen-and-dining
aravalli-online | Aravalli Online | Aravalli Online Services Private Limited | 06 | AARCA9386H | 122001 | 77 Udyog Vihar Phase IV, Gurugram | 41 | ARVL | 1 | mens-fashion footwear accessories bags-and-luggage beauty-and-grooming health-and-baby pet-supplies musical-instruments
malabar-spice-house | Malabar Spice House | Malabar Spice House Private Limited | 32 | AANCM6640B | 682016 | 12 Ravipuram Road, Kochi | 48 | MLBR | 1 | grocery kitchen-and-dining tools-and-garden pet-supplies
doaba-sports | Doaba Sports | Doaba Sports Industries | 03 | AADFD4418C | 144001 | Basti Nau, Jalandhar | 45 | DOAB | 1 | sports-and-fitness toys-and-games footwear tools-and-garden
brahmaputra-mart | Brahmaputra Mart | Brahmaputra Mart LLP | 18 | AASFB2093G | 781001 | 40 Fancy Bazaar, Guwahati | 43 | BRMP | 2 | grocery sports-and-fitness books-and-stationery musical-instruments mens-fashion
narmada-wholesale | Narmada Wholesale | Narmada Wholesale Private Limited | 23 | AATCN7851E | 452001 | 118 Siyaganj, Indore | 39 | NRMD | 3 | sports-and-fitness toys-and-games tools-and-garden health-and-baby womens-fashion
`;

export const SELLERS: readonly SeedSeller[] = TABLE.trim().split('\n').map(parseSeller);

function parseSeller(line: string): SeedSeller {
  const cells = line.split('|').map((cell) => cell.trim());
  const [slug = '', name = '', legalName = '', stateCode = '', pan = '', pincode = '', address = ''] = cells;
  const [rating = '', skuPrefix = '', handlingDays = '', departments = ''] = cells.slice(7);
  const first14 = `${stateCode}${pan}1Z`;
  return {
    slug,
    name,
    legalName,
    stateCode,
    gstin: `${first14}${gstinCheckDigit(first14)}`,
    pincode,
    address,
    ratingTenths: Number(rating),
    skuPrefix,
    handlingDays: Number(handlingDays),
    departments: departments.split(' '),
  };
}
