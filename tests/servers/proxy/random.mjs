// Chance that can be had again: the same seed gives the same numbers.

export class Random {
  #state;

  /** `seed` is any text or number. */
  constructor(seed) {
    this.#state = hash(String(seed));
  }

  /** From 0 up to 1, without 1: a counter, well mixed. */
  next() {
    this.#state = (this.#state + 0x9e3779b9) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  }

  /** A whole number, both ends included. */
  between(least, most) {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  isTrue(chance) {
    return this.next() < chance;
  }

  pick(list) {
    return list[this.between(0, list.length - 1)];
  }

  /** One of the names of an object whose values say how likely each is. */
  weighted(weights) {
    const names = Object.keys(weights);
    let left = this.next() * names.reduce((sum, name) => sum + weights[name], 0);
    return names.find((name) => (left -= weights[name]) < 0) ?? names.at(-1);
  }
}

/** FNV-1a: neighbouring seeds begin far from each other. */
function hash(text) {
  let state = 0x811c9dc5;
  for (const byte of Buffer.from(text)) state = Math.imul(state ^ byte, 0x01000193);
  return state;
}
