import { ReceivedState } from '@tickwall/protocol'
import { isSame, type Epochs } from './epochs.js'
import { topicNamed } from './replay.js'
import { NO_STATE, stateText } from './state-text.js'
import type { Place, Truth } from './truth.js'

/** That from here on a client held the topic at this position. */
export interface Progress {
  readonly atMs: number
  readonly epoch: string
  readonly offset: number
}

type Fields = ReadonlyMap<string, unknown>

/** What one client holds of one topic over all its connections, and whether that is the fold of the log. */
export class HeldTopic {
  readonly name: string
  readonly received: ReceivedState
  readonly progress: Progress[] = []
  /** What is held was found wrong: nothing is judged until a snapshot replaces it. */
  isBroken = false
  readonly #truth: Truth
  readonly #epochs: Epochs

  constructor(name: string, truth: Truth, epochs: Epochs) {
    this.name = name
    this.received = new ReceivedState(topicNamed(name).kind)
    this.#truth = truth
    this.#epochs = epochs
  }

  /** The places that what is held can be of. */
  get places(): readonly Place[] {
    return this.#epochs.among(this.received.epoch, this.#truth.places(this.name))
  }

  moved(atMs: number): void {
    const { epoch, offset } = this.received
    this.progress.push({ atMs, epoch, offset })
  }

  /** What is wrong with what is held, null when it is the fold of the log at its position [FOLD8]. */
  fault(): string | null {
    const { epoch, offset, state } = this.received
    const held = stateText(state)
    if (epoch === '') return held === NO_STATE && offset === -1 ? null : `a topic without records holds ${held}`
    const places = this.places.filter((place) => offset <= this.#truth.end(place))
    if (places.length === 0) return `["${epoch}", ${String(offset)}] is nowhere in the log`
    const fitting = places.filter((place) => this.#truth.texts(this.name, place, offset).includes(held))
    if (fitting.length > 0) {
      this.#epochs.narrow(epoch, fitting)
      return null
    }
    const isMixed = (place: Place): boolean =>
      (this.#truth.isTruncated(place) || this.#truth.hasMoved(this.name, place)) && this.#isMixture(place, offset, held)
    const mixed = places.filter(isMixed)
    if (mixed.length > 0) return null
    const folds = places.flatMap((place) => this.#truth.texts(this.name, place, offset))
    return `at ["${epoch}", ${String(offset)}] it holds\n${difference(held, folds)}`
  }

  /** Whether the topic's newest record is held. */
  isAtEnd(): boolean {
    const final = this.#truth.final(this.name)
    const { epoch, offset } = this.received
    if (final === null) return epoch === ''
    const isThere = offset >= final.offset && this.places.some((place) => isSame(place, final.place))
    return isThere || this.isWithheld()
  }

  /**
   * Whether its gateway began where the log was truncated and has nothing more to tell: bars and days that began before what it can
   * have seen whole are withheld, for minutes.
   */
  isWithheld(): boolean {
    const held = stateText(this.received.state)
    return this.places.some((place) => this.#truth.truncatedEnds(this.name, place).includes(held))
  }

  /** Whether it is exactly the state of the whole log; of a log that was truncated gateways may say less for good. */
  isExact(): boolean {
    const { epoch, offset, state } = this.received
    if (epoch === '') return true
    const held = stateText(state)
    return this.places.some(
      (place) => this.#truth.isTruncated(place) || this.#truth.text(this.name, place, offset) === held,
    )
  }

  /**
   * Where a log was truncated gateways began at different places and answer each other's positions: each value is one that one of
   * their folds has there. Where a topic moved, what a partition alone cannot know is withheld once the other one is seen.
   */
  #isMixture(place: Place, offset: number, held: string): boolean {
    const folds = this.#truth.texts(this.name, place, offset).map(fieldsOf)
    const known = new Map<string, Set<string>>()
    const items = new Set<string>()
    for (const fold of folds)
      for (const [field, value] of fold) {
        if (field === 'items') for (const item of value as unknown[]) items.add(JSON.stringify(item))
        else known.set(field, (known.get(field) ?? new Set()).add(JSON.stringify(value)))
      }
    return [...fieldsOf(held)].every(([field, value]) => {
      if (field === 'items') return (value as unknown[]).every((item) => items.has(JSON.stringify(item)))
      return field === 'partial' || known.get(field)?.has(JSON.stringify(value)) === true
    })
  }
}

const fieldsOf = (text: string): Fields => new Map(JSON.parse(text) as [string, unknown][])

/** The fields that differ from the fold, so that a reader need not compare two long texts. */
function difference(held: string, folds: readonly string[]): string {
  const [fold = NO_STATE] = folds
  const [mine, theirs] = [fieldsOf(held), fieldsOf(fold)]
  const names = [...new Set([...mine.keys(), ...theirs.keys()])]
  return names
    .flatMap((name) => {
      const [a, b] = [mine.get(name), theirs.get(name)]
      if (JSON.stringify(a) === JSON.stringify(b)) return []
      if (name !== 'items' || !Array.isArray(a) || !Array.isArray(b))
        return [`  ${name}: ${JSON.stringify(a)} where the fold has ${JSON.stringify(b)}`]
      const [texts, others] = [a.map((item) => JSON.stringify(item)), b.map((item) => JSON.stringify(item))]
      const [extra, missing] = [
        texts.filter((item) => !others.includes(item)),
        others.filter((item) => !texts.includes(item)),
      ]
      const shown = (list: readonly string[]): string => `${String(list.length)} ${list.slice(0, 3).join(' ')}`
      return [`  items: ${shown(extra)} too many, ${shown(missing)} missing`]
    })
    .join('\n')
}
