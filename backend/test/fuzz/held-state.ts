import { ReceivedState, type QuoteState, type WirePosition } from '@tickwall/protocol'
import type { PartitionStart } from '../../src/ingest/source.js'
import type { FuzzGateway } from './fuzz-gateway.js'
import { keyOf, NO_STATE, textOf, type Oracle } from './oracle.js'
import { hold } from './violation.js'
import type { Folding, PartitionView, View, Views } from './view.js'
import { topicOf, type World } from './world.js'

type Fields = ReadonlyMap<string, unknown>
type Decimals = NonNullable<QuoteState['decimals']>
const fieldsOf = (text: string): Fields => new Map(JSON.parse(text) as [string, unknown][])

/** The same offset may be the log's first or not: only where it is, nothing before it can be missing. */
const beginsLater = (a: PartitionStart, b: PartitionStart): boolean =>
  a.horizon > b.horizon || (a.horizonMs ?? -Infinity) > (b.horizonMs ?? -Infinity)

const isOlder = (item: string, items: readonly string[]): boolean =>
  items.length > 0 && identity(item) < Math.min(...items.map(identity))
const identity = (item: string): number => (JSON.parse(item) as [number])[0]

/** What a client holds of one topic, over all its connections, and the folds that it came from. */
export class HeldState {
  readonly name: string
  readonly received: ReceivedState
  /** Where it stood some time ago. */
  past: WirePosition | null = null
  /** A snapshot was announced: nothing is resumed from what is held until it comes. */
  isVoid = false
  readonly #world: World
  readonly #oracle: Oracle
  /** Folds that contributed since the last snapshot, by `keyOf`. */
  readonly #foldings = new Map<string, Folding>()
  readonly #gateways = new Set<FuzzGateway>()
  /** A fold that began earlier went on from what one that began later had shown, and cannot know what that lacks. */
  #mayLack = false

  constructor(name: string, world: World, oracle: Oracle) {
    this.name = name
    this.received = new ReceivedState(topicOf(name).kind)
    this.#world = world
    this.#oracle = oracle
  }

  /** What may be resumed from: a partial quote may not, for a gateway that saw more cannot know what the copy lacks. */
  get position(): WirePosition | null {
    const { epoch, offset, state } = this.received
    const isPartial = 'partial' in state && state.partial === true
    return this.isVoid || epoch === '' || isPartial ? null : [epoch, offset]
  }

  /** Whether a delta from there follows on what is held. */
  reaches([epoch, offset]: WirePosition): boolean {
    return this.received.epoch === epoch && this.received.offset >= offset
  }

  /** Whether it came from folds that began at different places: then it is checked field by field. */
  get isMixed(): boolean {
    return this.#foldings.size > 1 || this.#gateways.size > 1
  }

  /** Notes where the next part comes from. */
  from(gateway: FuzzGateway, view: View, isSnapshot: boolean): void {
    if (isSnapshot) {
      this.#foldings.clear()
      this.#gateways.clear()
      this.#mayLack = false
      this.past = null
      this.isVoid = false
    }
    this.#gateways.add(gateway)
    const folding = this.owner(view)
    if (folding === undefined) return
    for (const { start } of this.#foldings.values()) if (beginsLater(start, folding.start)) this.#mayLack = true
    this.#foldings.set(keyOf(folding), folding)
  }

  /** Those in which the topic stands as it was told: under the held epoch, at this offset. */
  viewsAt(views: Views, offset: number): Views {
    if (this.received.epoch === '') return views.filter((view) => this.#isNothingAt(view))
    return views.filter((view) => this.owner(view)?.offset === offset)
  }

  /** The partition whose epoch the client holds. */
  owner(view: View): PartitionView | undefined {
    const homes = this.#world.homes(this.name)
    return view.find(({ log, start }) => homes.includes(log) && start.epoch === this.received.epoch)
  }

  /** Items that a delta up to `offset` should have carried or called lost. */
  tradesSince(view: View, after: number, offset: number): number {
    const folding = this.owner(view)
    return folding === undefined ? 0 : this.#oracle.tradesBetween(this.name, folding, after, offset)
  }

  /** What is held is the fold of the log at the held position [FOLD8]. */
  check(views: Views): void {
    const { epoch, offset } = this.received
    const candidates = views.map((view) => this.#parts(view))
    const [parts = []] = candidates
    if (this.#isMoving) this.#checkMoving(candidates)
    else if (epoch === '') this.#equals(NO_STATE, parts)
    else this.#checkAt(offset, parts)
  }

  /** Nothing is on the way: what is held is the state at the log's end. */
  checkEnd(view: View): void {
    const parts = this.#parts(view)
    this.check([view])
    if (this.#isMoving) return
    const [part] = parts
    const isEmpty = this.#isNothingAt(view)
    const { epoch } = this.received
    const expected = part === undefined || isEmpty ? '' : part.start.epoch
    hold(epoch === expected, 'POS7', () => `${this.name} is held under "${epoch}" where the fold says "${expected}"`)
    if (part !== undefined && !isEmpty) this.#checkAt(part.offset, parts)
  }

  /** More than one partition may hold its records. */
  get #isMoving(): boolean {
    return this.#world.homes(this.name).length > 1
  }

  #parts(view: View): View {
    const homes = this.#world.homes(this.name)
    return view.filter(({ log }) => homes.includes(log))
  }

  #isNothingAt(view: View): boolean {
    const parts = this.#parts(view)
    if (this.#isMoving) return this.#oracle.textAcross(this.name, parts) === NO_STATE
    return parts.every((part) => this.#text(part, part.offset) === NO_STATE)
  }

  #checkAt(offset: number, parts: View): void {
    const texts = [...this.#foldings.values()].map((folding) => this.#text(folding, offset))
    if (texts.length === 1) this.#equals(texts[0] as string, parts)
    else this.#isAmong(texts.map(fieldsOf))
  }

  /**
   * Of a topic that moves, another gateway may have known of the other partition earlier or later; on one, a frame may stand
   * where the flush began, when the topic was not there yet.
   */
  #checkMoving(candidates: readonly View[]): void {
    if (this.#gateways.size > 1 || this.#foldings.size > 1) return
    const texts = candidates.map((parts) => this.#oracle.textAcross(this.name, parts))
    const held = textOf(this.received.state)
    if (!texts.includes(held)) this.#equals(texts[0] ?? NO_STATE, candidates[0] ?? [])
  }

  #text(folding: Folding, offset: number): string {
    return this.#oracle.text(this.name, folding, offset)
  }

  #equals(expected: string, parts: View): void {
    const { epoch, offset, state } = this.received
    const held = textOf(state)
    hold(held === expected, 'FOLD8', () => {
      const where = parts.map(({ start, offset: at }) => `${start.epoch}@${String(at)} from ${String(start.horizon)}`)
      return `${this.name} at ["${epoch}", ${String(offset)}] holds\n${held}\nwhere the fold (${where.join(', ')}) is\n${expected}`
    })
  }

  /**
   * Gateways that began elsewhere answer each other's positions: what is held may lack what one of them never saw, but
   * each value is one that a fold has at this position, and what all of them have is there.
   */
  #isAmong(folds: readonly Fields[]): void {
    const held = fieldsOf(textOf(this.received.state))
    const fail = (what: string) => () =>
      `${this.name} at ["${this.received.epoch}", ${String(this.received.offset)}]: ${what}\n${JSON.stringify([...held])}\n${folds.map((fold) => JSON.stringify([...fold])).join('\n')}`
    for (const [field, value] of held) {
      if (field === 'items') continue
      const text = JSON.stringify(value)
      const isKnown = folds.some((fold) => JSON.stringify(fold.get(field)) === text)
      hold(isKnown || this.#mayLag(field, value, folds), 'FOLD8', fail(`${field} is no fold's`))
    }
    const items = (fold: Fields): string[] =>
      ((fold.get('items') ?? []) as unknown[]).map((item) => JSON.stringify(item))
    const all = new Set(folds.flatMap(items))
    const mine = items(held)
    for (const item of mine) {
      // A copy that lacks some is not full, and so keeps what a full ring has let go.
      const isLetGo = this.#mayLack && folds.some((fold) => isOlder(item, items(fold)))
      hold(all.has(item) || isLetGo, 'FOLD8', fail(`${item} is no fold's`))
    }
    if (!this.#mayLackFields)
      for (const [field] of folds[0] ?? [])
        if (folds.every((fold) => fold.has(field))) hold(held.has(field), 'FOLD8', fail(`${field} is missing`))
    if (this.#mayLack) return
    const common = items(folds[0] ?? new Map()).filter((item) => folds.every((fold) => items(fold).includes(item)))
    for (const item of common) hold(mine.includes(item), 'LST4', fail(`${item} is missing`))
  }

  /** Where gateways may begin within the day, all fields are told to whoever comes from elsewhere [POS2]. */
  get #mayLackFields(): boolean {
    return this.#mayLack && !this.#world.climate.hasHorizons
  }

  /** Elsewhere, a gateway that saw more before the other one began does not tell how many decimals it saw then [STA6]. */
  #mayLag(field: string, value: unknown, folds: readonly Fields[]): boolean {
    if (field !== 'decimals' || !this.#mayLackFields) return false
    const held = value as Decimals
    return folds.some((fold) => {
      const known = fold.get('decimals') as Decimals | undefined
      return known !== undefined && held.price <= known.price && held.size <= known.size
    })
  }
}
