/** Chance from a seed: the same seed, the same run. Mulberry32. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** In [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** From `from` to `to`, both included. */
  between(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  pick<Member>(members: readonly Member[]): Member {
    const member = members[this.between(0, members.length - 1)];
    if (member === undefined) throw new RangeError('nothing to pick from');
    return member;
  }

  shuffled<Member>(members: readonly Member[]): Member[] {
    return members
      .map((member) => ({ member, rank: this.next() }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ member }) => member);
  }
}
