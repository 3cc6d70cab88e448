import type { SnapshotPart } from './message.js'
import { type Changes, NO_POSITION, RING_SIZES, type StateByKind } from './state.js'
import type { TopicKind } from './topic.js'

/** Every list's item begins with its identity: a trade its offset, a bar its `openTime`, a metric point its second. */
type Item = readonly [identity: number, ...rest: unknown[]]

const isItem = (value: unknown): value is Item => Array.isArray(value) && typeof value[0] === 'number'

/**
 * What a receiver holds of one topic. It owns its state and changes it in place, because a dashboard applies thousands
 * of deltas a second; read `state` and copy what has to outlive the next call.
 */
export class ReceivedState<Kind extends TopicKind = TopicKind> {
  readonly kind: Kind
  #epoch = NO_POSITION.epoch
  #offset = NO_POSITION.offset
  #lost = 0
  // Without a prototype, so that a field called `__proto__` is a field.
  #fields = Object.create(null) as Record<string, unknown>

  constructor(kind: Kind) {
    this.kind = kind
  }

  get epoch(): string {
    return this.#epoch
  }
  get offset(): number {
    return this.#offset
  }
  /** Items that fell out of the server's ring before they could be sent, since the last snapshot. */
  get lost(): number {
    return this.#lost
  }
  /** `{}` before the first snapshot. The same object until the next snapshot. */
  get state(): Partial<StateByKind[Kind]> {
    return this.#fields as Partial<StateByKind[Kind]>
  }

  /** Replaces everything, whatever the epoch. */
  applySnapshot(snapshot: Pick<SnapshotPart, 'epoch' | 'offset' | 'state'>): void {
    this.#epoch = snapshot.epoch
    this.#offset = snapshot.offset
    this.#lost = 0
    this.#fields = Object.create(null) as Record<string, unknown>
    this.#assign({ ...snapshot.state })
  }

  /**
   * Takes over absolute values; null removes a field. One that begins before what is held is harmless, one that ends
   * before it is ignored: state never goes back. Hot path.
   */
  applyChanges(offset: number, changes: Changes): void {
    if (offset < this.#offset) return
    this.#offset = offset
    this.#assign(changes)
  }

  #assign(changes: Changes): void {
    // The list is cut to the size that comes with it.
    if (typeof changes['size'] === 'number') this.#fields['size'] = changes['size']
    for (const field of Object.keys(changes)) {
      const value = changes[field]
      if (field === 'lost') this.#lost += typeof value === 'number' ? value : 0
      else if (value === null) Reflect.deleteProperty(this.#fields, field)
      else if (field === 'items') {
        // Anything but a list would make the next delta's merge fail.
        if (Array.isArray(value)) this.#merge(value)
      } else this.#fields[field] = value
    }
  }

  #merge(incoming: readonly unknown[]): void {
    const items = (this.#fields['items'] ??= []) as Item[]
    for (const item of incoming) if (isItem(item)) place(items, item)
    const size = this.#fields['size']
    const excess = items.length - (typeof size === 'number' ? size : ringSize(this.kind))
    if (excess > 0) items.splice(0, excess)
  }
}

const ringSize = (kind: TopicKind): number => (kind === 'quote' || kind === 'sys' ? Infinity : RING_SIZES[kind])

/** Replaces the item of equal identity or inserts in ascending order; nearly always at the end, so it looks there first. */
function place(items: Item[], item: Item): void {
  let at = items.length
  while (at > 0 && (items[at - 1]?.[0] ?? -Infinity) > item[0]) at -= 1
  if (at > 0 && items[at - 1]?.[0] === item[0]) items[at - 1] = item
  else items.splice(at, 0, item)
}
