/** How many of each of many there are; who has none is not remembered. */
class Heads {
  readonly #counts = new Map<string, number>()

  of(key: string): number {
    return this.#counts.get(key) ?? 0
  }

  add(key: string): void {
    this.#counts.set(key, this.of(key) + 1)
  }

  remove(key: string): void {
    const left = this.of(key) - 1
    if (left > 0) this.#counts.set(key, left)
    else this.#counts.delete(key)
  }

  get size(): number {
    return this.#counts.size
  }
}

/** By whom connections are counted. */
export interface Head {
  /** Of `networkOf`. */
  readonly network: string
  /** Null where nobody says who it is. */
  readonly user: string | null
}

/** Those who are connected, by address and by user. */
export class Crowd {
  readonly #networks = new Heads()
  readonly #users = new Heads()

  ofNetwork({ network }: Head): number {
    return this.#networks.of(network)
  }

  ofUser({ user }: Head): number {
    return user === null ? 0 : this.#users.of(user)
  }

  /** Distinct addresses and users that are remembered. */
  get size(): number {
    return this.#networks.size + this.#users.size
  }

  /** To be paired with a `leave` of the same. */
  enter({ network, user }: Head): void {
    this.#networks.add(network)
    if (user !== null) this.#users.add(user)
  }

  leave({ network, user }: Head): void {
    this.#networks.remove(network)
    if (user !== null) this.#users.remove(user)
  }
}
