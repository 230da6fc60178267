/** Words, or several words in a row, that mean the same: ['slipper', 'flip flop']. */
export interface Synonyms {
  /** Only this stands for the others; null when each stands for each. */
  readonly from: string | null;
  readonly words: readonly string[];
}

const EQUAL = `
  mobile, phone, smartphone
  mobile cover, phone case, back cover, mobile case, phone cover, back case
  sofa, couch
  chappal, slipper, flipflop
  sunglass, goggle, shades
  bag, jhola, thaila
  purse, handbag
  backpack, rucksack, school bag
  laptop, notebook computer
  trouser, pant
  bangle, chudi, churi
  ring, angoothi
  anklet, payal
  necklace, haar
  earring, earing
  curtain, parda
  bedsheet, chadar
  pillow, takiya
  blanket, kambal
  quilt, razai, comforter
  carpet, rug
  fan, pankha
  watch, wristwatch, ghadi
  pendrive, usb drive, flash drive
  perfume, deodorant, deo, fragrance, ittar
  mug, cup
  sticker, decal
  spectacle, specs, eyeglass, chashma
  tv, television
  fridge, refrigerator
  utensil, bartan, cookware
  kid, toddler
  baby, infant, newborn
  women, lady, female
  men, gents, male
  girl, ladki
  boy, ladka
  atta, wheat flour
  dal, lentil
  clothing, apparel, garment
  innerwear, underwear
  panty, brief
  nightwear, nightdress, nighty, sleepwear
  jacket, windcheater
  sweatshirt, hoodie
  dungaree, jumpsuit
  wardrobe, almirah
  dustbin, trash can
  printed, print
  stripe, striped
  check, checkered, checked
  gold, golden
  earphone, headphone, headset, earbud
  bicycle, cycle
  frame, photoframe
  showpiece, figurine, statue
  sandal, floater
  woollen, wool
  wood, wooden
`;

/** What is asked for in general is also what is a kind of it, but not the other way round. */
const KINDS = `
  earring: jhumka, stud earring, ear cuff
  necklace: mangalsutra
  shoe: sneaker, loafer, boot
  footwear: shoe, sandal, slipper, bellies
  slipper: chappal
  ethnic wear: kurta, saree, salwar, lehenga
  clothing: shirt, tshirt, kurta, dress, top
  jewellery: necklace, earring, bangle, bracelet
  sneaker: casual shoe, sport shoe
  running shoe: sport shoe
  jogger: track pant
  sweet: mithai
  cookware: kadhai, tawa, pan
  flat: ballerina, bellies
  heel: stiletto, wedge
`;

/** Words of Indian shops that staff need not enter; what they enter comes on top. */
export const BUILT_IN_SYNONYMS: readonly Synonyms[] = [
  ...linesOf(EQUAL).map((line) => ({ from: null, words: listOf(line) })),
  ...linesOf(KINDS).map((line) => {
    const [from = '', words = ''] = line.split(':');
    return { from: from.trim(), words: listOf(words) };
  }),
];

function linesOf(table: string): readonly string[] {
  return table.trim().split('\n');
}

function listOf(words: string): readonly string[] {
  return words.split(',').map((word) => word.trim());
}
