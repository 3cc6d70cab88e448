import type { Claimant } from './claimant.js'

/** What topics are about: one key on the `ticks` log, or one metric of a key on the `metrics` log. */
export type Subject =
  | { readonly kind: 'instrument'; readonly instrument: string }
  | { readonly kind: 'metric'; readonly host: string; readonly name: string }

/** A text that names a subject and no other: no segment contains U+0000. */
export const subjectKey = (subject: Subject): string =>
  subject.kind === 'instrument' ? subject.instrument : `${subject.host}\0${subject.name}`

/** Which partition a subject's topics belong to: the one whose newest record of it is newer; of equals, the higher number. */
export class Claims {
  readonly subject: Subject
  /** Topic handles that were made for it. */
  handles = 0
  readonly #claimants: Claimant[] = []
  #owner: Claimant | null = null
  /** Null while nobody follows, which is the rule. */
  #followers: Set<() => void> | null = null

  constructor(subject: Subject) {
    this.subject = subject
  }

  get owner(): Claimant | null {
    return this.#owner
  }

  join(claimant: Claimant): void {
    for (const other of this.#claimants) claimant.seenElsewhere(other.latestMs)
    this.#claimants.push(claimant)
    this.#owner ??= claimant
  }

  leave(claimant: Claimant): void {
    this.#claimants.splice(this.#claimants.indexOf(claimant), 1)
    this.#owner = null
    for (const other of this.#claimants) this.#elect(other)
    this.#touched()
  }

  /** A record of the subject was folded. Hot path: one comparison while there is one partition. */
  folded(claimant: Claimant, timestamp: number): void {
    if (timestamp > claimant.newestMs) claimant.newestMs = timestamp
    if (this.#followers !== null) this.#touched()
    if (this.#claimants.length === 1) return
    for (const other of this.#claimants) if (other !== claimant) other.seenElsewhere(claimant.latestMs)
    this.#elect(claimant)
  }

  /** Calls back after each record of the subject, and when its owner is gone. @returns ends it */
  follow(touched: () => void): () => void {
    // Two handles of a subject may be followed by the same function.
    const follower = (): void => touched()
    this.#followers ??= new Set()
    this.#followers.add(follower)
    return () => {
      this.#followers?.delete(follower)
      if (this.#followers?.size === 0) this.#followers = null
    }
  }

  #touched(): void {
    if (this.#followers !== null) for (const touched of this.#followers) touched()
  }

  #elect(claimant: Claimant): void {
    const owner = this.#owner
    if (owner === null || compare(claimant, owner) > 0) this.#owner = claimant
  }
}

const compare = (a: Claimant, b: Claimant): number => a.newestMs - b.newestMs || a.log.id.partition - b.log.id.partition
