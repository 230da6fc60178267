/** Picture files for tests, made by hand: the test runtime has no codec of its own. */

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** A PNG of stripes that differ with `seed`, so that no two tests upload the same file. */
export async function givenPng(width = 400, height = 300, seed = Math.random()): Promise<Uint8Array<ArrayBuffer>> {
  const line = 1 + width * 3;
  const pixels = new Uint8Array(line * height);
  const [red, green] = [Math.floor(seed * 256), Math.floor(seed * 65_536) % 256];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) pixels.set([red, green, (x + y) % 256], y * line + 1 + x * 3);
  }
  const deflated = new Response(new Blob([pixels]).stream().pipeThrough(new CompressionStream('deflate')));
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  // Eight bits a channel, red, green and blue.
  header.set([8, 2], 8);
  return joined([
    Uint8Array.from(PNG_SIGNATURE),
    chunk('IHDR', header),
    chunk('IDAT', new Uint8Array(await deflated.arrayBuffer())),
    chunk('IEND', new Uint8Array()),
  ]);
}

/** The same with noise where the pixels are: all that can be seen without decoding it is right. */
export async function givenBrokenPng(): Promise<Uint8Array<ArrayBuffer>> {
  const header = (await givenPng()).subarray(0, 33);
  const noise = crypto.getRandomValues(new Uint8Array(2000));
  return joined([header, chunk('IDAT', noise), chunk('IEND', new Uint8Array())]);
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const body = joined([Uint8Array.from(name, (letter) => letter.charCodeAt(0)), data]);
  const framed = new Uint8Array(body.length + 8);
  const view = new DataView(framed.buffer);
  view.setUint32(0, data.length);
  framed.set(body, 4);
  view.setUint32(body.length + 4, crc32(body));
  return framed;
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb8_8320 : 0);
  }
  return (crc ^ 0xffff_ffff) >>> 0;
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
