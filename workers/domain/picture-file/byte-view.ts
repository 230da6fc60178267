/** Numbers in a file. Beyond its end there are zeros, so that a parser of odd bytes never throws. */
export class ByteView {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get length(): number {
    return this.bytes.length;
  }

  u8(at: number): number {
    return this.bytes[at] ?? 0;
  }

  u16be(at: number): number {
    return this.u8(at) * 0x100 + this.u8(at + 1);
  }

  u32be(at: number): number {
    return this.u16be(at) * 0x1_0000 + this.u16be(at + 2);
  }

  u16le(at: number): number {
    return this.u8(at) + this.u8(at + 1) * 0x100;
  }

  u24le(at: number): number {
    return this.u16le(at) + this.u8(at + 2) * 0x1_0000;
  }

  u32le(at: number): number {
    return this.u16le(at) + this.u16le(at + 2) * 0x1_0000;
  }

  /** Letters of a tag, byte by byte: 'IHDR'. */
  tag(at: number, length = 4): string {
    return String.fromCharCode(...this.bytes.subarray(at, at + length));
  }

  startsWith(magic: string, at = 0): boolean {
    return this.length >= at + magic.length && this.tag(at, magic.length) === magic;
  }
}
