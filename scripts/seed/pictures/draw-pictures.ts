import { existsSync, mkdirSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { composePicture, LARGE_PX, type Picture, SMALL_PX } from './compose-picture.ts';

const CACHE = path.join(import.meta.dirname, '../../../node_modules/.cache/haat-seed');
/** As many pictures at once as keep two processors busy. */
const DRAWN_AT_ONCE = 4;

/** Draws what is not in the cache yet and puts every picture, in both sizes, where `put` says. */
export async function drawPictures(
  pictures: ReadonlyMap<string, Picture>,
  put: (key: string, webp: Buffer) => Promise<unknown>,
): Promise<void> {
  mkdirSync(path.join(CACHE, 'catalog'), { recursive: true });
  const waiting = [...pictures].values();
  const draw = async () => {
    for (const [stem, picture] of waiting) {
      const { large, small } = await cached(stem, picture);
      await Promise.all([put(objectKey(stem, LARGE_PX), large), put(objectKey(stem, SMALL_PX), small)]);
    }
  };
  await Promise.all(Array.from({ length: DRAWN_AT_ONCE }, draw));
}

async function cached(stem: string, picture: Picture): Promise<{ large: Buffer; small: Buffer }> {
  const largeFile = path.join(CACHE, objectKey(stem, LARGE_PX));
  const smallFile = path.join(CACHE, objectKey(stem, SMALL_PX));
  if (existsSync(largeFile) && existsSync(smallFile)) {
    return { large: await readFile(largeFile), small: await readFile(smallFile) };
  }
  const drawn = await composePicture(picture);
  await Promise.all([keep(largeFile, drawn.large), keep(smallFile, drawn.small)]);
  return drawn;
}

/** Written beside and renamed: a seed that is killed leaves no half picture. */
async function keep(file: string, content: Buffer): Promise<void> {
  await writeFile(`${file}.part`, content);
  await rename(`${file}.part`, file);
}

function objectKey(stem: string, widthPx: number): string {
  return `${stem}-${widthPx}.webp`;
}
