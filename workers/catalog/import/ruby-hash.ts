/**
 * Reads the text that Ruby prints for a nested hash: {"a"=>[{"key"=>"Fabric", "value"=>nil}, 5]}.
 * Strings with escapes, arrays, hashes, nil, booleans and numbers; nothing is evaluated.
 */
export type RubyValue = string | null | readonly RubyValue[] | { readonly [key: string]: RubyValue };

export type RubyResult = { readonly ok: true; readonly value: RubyValue } | { readonly ok: false; readonly at: number };

const MAX_DEPTH = 8;
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  s: ' ',
  e: '',
  a: '',
  b: '',
  f: '',
  v: '',
  0: '',
};

export function readRubyHash(text: string): RubyResult {
  const reader = new Reader(text);
  const value = reader.value(0);
  reader.space();
  return value === undefined || reader.at < text.length ? { ok: false, at: reader.at } : { ok: true, value };
}

/** `undefined` means: not readable from here. */
class Reader {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  value(depth: number): RubyValue | undefined {
    this.space();
    if (depth > MAX_DEPTH) return undefined;
    switch (this.text[this.at]) {
      case '"':
        return this.quoted();
      case '[':
        return this.list(depth);
      case '{':
        return this.hash(depth);
      default:
        return this.bare();
    }
  }

  space(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at += 1;
  }

  private list(depth: number): RubyValue | undefined {
    const items: RubyValue[] = [];
    const isRead = this.members(']', () => {
      const item = this.value(depth + 1);
      if (item === undefined) return false;
      items.push(item);
      return true;
    });
    return isRead ? items : undefined;
  }

  private hash(depth: number): RubyValue | undefined {
    const entries: [string, RubyValue][] = [];
    const isRead = this.members('}', () => {
      const key = this.text[this.at] === '"' ? this.quoted() : this.symbol();
      if (key === undefined || !this.take('=>')) return false;
      const value = this.value(depth + 1);
      if (value === undefined) return false;
      entries.push([key, value]);
      return true;
    });
    return isRead ? Object.fromEntries(entries) : undefined;
  }

  /** Members between the bracket here and `end`, separated by commas. */
  private members(end: string, read: () => boolean): boolean {
    this.at += 1;
    if (this.take(end)) return true;
    do {
      this.space();
      if (!read()) return false;
    } while (this.take(','));
    return this.take(end);
  }

  private quoted(): string | undefined {
    let out = '';
    for (this.at += 1; this.at < this.text.length; this.at++) {
      const character = this.text[this.at];
      if (character === '"') {
        this.at += 1;
        return out;
      }
      out += character === '\\' ? this.escape() : character;
    }
    return undefined;
  }

  private escape(): string {
    this.at += 1;
    const unicode = /^u(?:([0-9a-f]{4})|\{([0-9a-f]{1,6})\})/i.exec(this.text.slice(this.at, this.at + 10));
    const letter = this.text[this.at] ?? '';
    if (unicode === null) return ESCAPES[letter] ?? letter;
    this.at += unicode[0].length - 1;
    const code = Number.parseInt(unicode[1] ?? unicode[2] ?? '', 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : '';
  }

  private symbol(): string | undefined {
    return this.match(/:(\w{1,100})/y);
  }

  private bare(): string | null | undefined {
    const word = this.match(/(nil|true|false|-?\d{1,15}(?:\.\d{1,15})?)/y);
    return word === 'nil' ? null : word;
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null) return undefined;
    this.at = pattern.lastIndex;
    return found[1];
  }

  private take(token: string): boolean {
    this.space();
    if (!this.text.startsWith(token, this.at)) return false;
    this.at += token.length;
    return true;
  }
}
