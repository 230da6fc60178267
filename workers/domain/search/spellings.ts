/** Several spellings of one word: the first is how it is written in the index. */
const SPELLINGS = `
  saree sari sadi saari
  lehenga lehnga lehanga lahenga
  jhumka jhumki jumka jumki jhumkas
  pyjama pajama payjama
  salwar shalwar
  sherwani shervani
  dupatta duppatta dupata
  kurta kurtha
  kurti kurthi
  chappal chapal
  mojari mojri
  kadhai kadai karahi kadahi
  tawa tava
  masala masalla
  jewellery jewelry jewelery jewellry jwellery
  colour color
  multicolour multicolor multicolored multicoloured multicolours
  grey gray
  moisturiser moisturizer
  organiser organizer
  aluminium aluminum
  fibre fiber
  centre center
  tyre tire
  jewelled jeweled
  mangalsutra mangalsuthra
  bindi bindiya
  rakhi raakhi
  tshirt tee
`;

/** Words that are written as one, with a hyphen, or as two: 'tshirt', 't-shirt', 't shirt'. '+' says where they part. */
const COMPOUNDS = `
  t+shirt pen+drive head+phone ear+phone head+set power+bank ear+ring bed+sheet hand+bag back+pack sun+glass wrist+watch
  wall+paper book+shelf night+wear night+dress night+suit foot+wear lap+top flip+flop key+chain note+book sun+shade
  mouse+pad wi+fi blue+tooth make+up smart+phone smart+watch table+cloth table+ware dinner+ware cook+ware kitchen+ware
  wall+clock show+piece photo+frame bath+robe door+mat hair+band hair+dryer neck+lace brace+let water+proof screen+guard
  tooth+brush tooth+paste hand+kerchief neck+tie swim+wear swim+suit sleep+wear inner+wear under+wear rain+coat
  track+suit track+pant sweat+shirt jump+suit body+suit shape+wear sports+wear active+wear
  lip+stick eye+liner nail+polish face+wash hand+wash body+wash dish+wash air+fryer dust+bin lunch+box pencil+box
  tea+pot tea+light table+top desk+top multi+colour multi+purpose card+board hand+made hand+crafted ear+bud play+set
  skate+board basket+ball foot+ball volley+ball wall+mount flash+light search+light head+light fog+light pillow+case
`;

/** What stands for what: 'sari' → 'saree'. */
export const CANONICAL: ReadonlyMap<string, string> = new Map(
  linesOf(SPELLINGS).flatMap(([canonical = '', ...others]) => others.map((other) => [other, canonical] as const)),
);

/** 't shirt' → 'tshirt'. */
export const JOINED: ReadonlyMap<string, string> = new Map(
  linesOf(COMPOUNDS)
    .flat()
    .map((pair) => [pair.replace('+', ' '), pair.replace('+', '')] as const),
);

/** 'bedsheet' → ['bed', 'sheet']. A T-shirt is no kind of shirt, so its parts say nothing. */
export const PARTS: ReadonlyMap<string, readonly string[]> = new Map(
  [...JOINED]
    .filter(([, joined]) => !['tshirt', 'wifi', 'makeup'].includes(joined))
    .map(([pair, joined]) => [joined, pair.split(' ')] as const),
);

function linesOf(table: string): readonly string[][] {
  return table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
}
