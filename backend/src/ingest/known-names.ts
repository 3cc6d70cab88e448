/** Names kept at most: some MB of the longest ones, and far more than a gateway has topics. */
const MAX_NAMES = 65_536

/** A segment of printable ASCII (the contract of `isSegment`) that JSON spells without an escape. */
const PLAIN_NAME = /^[ !#-[\]-~]{1,128}$/

/**
 * The plain names of instruments, hosts and metrics that were met: one string for all their records, checked and hashed
 * once. Which names are known changes nothing but speed.
 */
export class KnownNames {
  readonly #names = new Map<string, string>()
  readonly #limit: number

  constructor(limit = MAX_NAMES) {
    this.#limit = limit
  }

  /** The same text, or null when it is no plain name. Hot path. */
  get(text: string): string | null {
    const known = this.#names.get(text)
    if (known !== undefined) return known
    if (!PLAIN_NAME.test(text)) return null
    if (this.#names.size < this.#limit) this.#names.set(text, text)
    return text
  }
}
