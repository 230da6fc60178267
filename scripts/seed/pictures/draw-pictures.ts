import { existsSync, mkdirSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pictureNames } from '../../../workers/domain/media.ts';
import { composePicture, type Picture } from './compose-picture.ts';

const CACHE = path.join(import.meta.dirname, '../../../node_modules/.cache/haat-seed');
/** As many pictures at once as keep two processors busy. */
const DRAWN_AT_ONCE = 4;

/** Draws what is not in the cache yet and puts the standard set of every picture where `put` says. */
export async function drawPictures(
  pictures: ReadonlyMap<string, Picture>,
  put: (name: string, file: Buffer) => Promise<unknown>,
): Promise<void> {
  mkdirSync(path.join(CACHE, 'catalog'), { recursive: true });
  const waiting = [...pictures].values();
  const draw = async () => {
    for (const [key, picture] of waiting) {
      const files = await cached(key, picture);
      await Promise.all([...files].map(([name, file]) => put(name, file)));
    }
  };
  await Promise.all(Array.from({ length: DRAWN_AT_ONCE }, draw));
}

async function cached(key: string, picture: Picture): Promise<ReadonlyMap<string, Buffer>> {
  const names = pictureNames(key);
  if (names.every((name) => existsSync(path.join(CACHE, name)))) {
    return new Map(
      await Promise.all(names.map(async (name) => [name, await readFile(path.join(CACHE, name))] as const)),
    );
  }
  const drawn = await composePicture(picture);
  await Promise.all([...drawn].map(([name, file]) => keep(path.join(CACHE, name), file)));
  return drawn;
}

/** Written beside and renamed: a seed that is killed leaves no half picture. */
async function keep(file: string, content: Buffer): Promise<void> {
  await writeFile(`${file}.part`, content);
  await rename(`${file}.part`, file);
}
