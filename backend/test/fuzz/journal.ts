interface Entry {
  readonly step: number
  readonly who: string
  readonly what: string
  readonly about: readonly string[]
}

/** What happened in a history, told to whoever looks for the reason of a failure. Costs nothing unless it is kept. */
export class Journal {
  /** How far the history is. */
  step = 0
  readonly #isKept: boolean
  readonly #entries: Entry[] = []

  constructor(isKept: boolean) {
    this.#isKept = isKept
  }

  /** `about`: topics, or parts of their names, that it concerns; none = all. */
  note(who: string, what: () => string, about: readonly string[] = []): void {
    if (this.#isKept) this.#entries.push({ step: this.step, who, what: what(), about })
  }

  /** The last `count` lines before the failure that concern the topic it names, and no client but the one that saw it. */
  trace(message: string, topics: readonly string[], count: number): string[] {
    const topic = topics.find((name) => message.includes(name))
    const witness = this.#entries.findLast(({ who }) => isClient(who))?.who
    const isTold = ({ who, about }: Entry): boolean =>
      (!isClient(who) || who === witness) &&
      (about.length === 0 || topic === undefined || about.some((part) => topic.includes(part)))
    return this.#entries
      .filter(isTold)
      .slice(-count)
      .map(({ step, who, what }) => `${String(step).padStart(4)} ${who} ${what}`)
  }
}

const isClient = (who: string): boolean => who.startsWith('client')
