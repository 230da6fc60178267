/** Bounded by what is written in the layout; a mistake there must not fill the isolate. */
const MAX_PIECES = 100;

const pieces = new Map<string, string>();

/** What was made under this name before, in this isolate; `make` it the first time. */
export async function rememberedPiece(name: string, make: () => Promise<string>): Promise<string> {
  const known = pieces.get(name);
  if (known !== undefined) return known;
  const piece = await make();
  if (pieces.size < MAX_PIECES) pieces.set(name, piece);
  return piece;
}
