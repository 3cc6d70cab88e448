/** Mixes two 32-bit words into one that looks independent of both: the finaliser of MurmurHash3 over a Weyl step. */
export function mix(a: number, b: number): number {
  let h = Math.imul(a ^ (a >>> 16), 0x7feb352d) ^ Math.imul(b + 0x9e3779b9, 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** A 32-bit key of a text (FNV-1a over UTF-16 units): equal on every platform. */
export function keyOf(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return h >>> 0
}

/** A reproducible stream (sfc32): the same seed gives the same numbers everywhere, integers and IEEE arithmetic only. */
export class Random {
  #a: number
  #b: number
  #c = 1
  #counter = 1

  constructor(seed: number, stream = 0) {
    this.#a = seed >>> 0
    this.#b = stream >>> 0
    // The first outputs still resemble the seed.
    for (let i = 0; i < 8; i++) this.word()
  }

  /** 0 to 2^32 - 1. */
  word(): number {
    const out = (this.#a + this.#b + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + out) | 0
    return out >>> 0
  }

  /** At least 0, below 1. */
  unit(): number {
    return this.word() / 0x1_0000_0000
  }

  /** A whole number of 0 to n - 1. */
  below(n: number): number {
    return Math.floor(this.unit() * n)
  }
}
