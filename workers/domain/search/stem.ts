/**
 * Singular and plural as one. Nothing more: a stemmer that also takes -ing and -ed makes 'earring' an 'ear' and 'legging'
 * a 'leg', which in a shop are other shelves.
 */
export function stemOf(word: string): string {
  const irregular = IRREGULAR.get(word);
  if (irregular !== undefined) return irregular;
  if (word.length < 4 || /\d/.test(word)) return word;
  return singularOf(word).replace(/ie$/, 'y');
}

function singularOf(word: string): string {
  if (!word.endsWith('s') || /(?:ss|us|is)$/.test(word)) return word;
  if (/(?:ss|sh|ch|x|zz)es$/.test(word)) return word.slice(0, -2);
  if (word.endsWith('ies')) return word.length > 4 ? `${word.slice(0, -3)}y` : word;
  if (/[^aeiou]oes$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}

const IRREGULAR: ReadonlyMap<string, string> = new Map([
  ['man', 'men'],
  ['mens', 'men'],
  ['woman', 'women'],
  ['womens', 'women'],
  ['child', 'kid'],
  ['children', 'kid'],
  ['childrens', 'kid'],
  ['kid', 'kid'],
  ['kids', 'kid'],
  ['babies', 'baby'],
  ['shoes', 'shoe'],
  ['knives', 'knife'],
  ['shelves', 'shelf'],
  ['scarves', 'scarf'],
  ['leaves', 'leaf'],
  ['feet', 'foot'],
  ['teeth', 'tooth'],
  ['lens', 'lens'],
  ['lenses', 'lens'],
  ['series', 'series'],
  ['canvas', 'canvas'],
  ['bus', 'bus'],
  ['buses', 'bus'],
  ['pajamas', 'pyjama'],
  ['saris', 'saree'],
]);
