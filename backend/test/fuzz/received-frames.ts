import type { DeltaPart, FrameMessage, Position, SnapshotPart } from '@tickwall/protocol'
import type { ConnectionOwner } from './connection-owner.js'
import type { FuzzGateway } from './fuzz-gateway.js'
import type { HeldState } from './held-state.js'
import type { SubscribedTopic, SubscribedTopics } from './subscribed-topics.js'
import { hold } from './violation.js'
import type { View, Views } from './view.js'

/** The frames of one connection: each is checked against the protocol's rules, applied, and what is then held against the fold. */
export class ReceivedFrames {
  readonly #gateway: FuzzGateway
  readonly #topics: SubscribedTopics
  readonly #owner: ConnectionOwner
  /** The newest position of each topic on this connection. */
  readonly #positions = new Map<string, Position>()
  #n: number | null = null

  constructor(gateway: FuzzGateway, topics: SubscribedTopics, owner: ConnectionOwner) {
    this.#gateway = gateway
    this.#topics = topics
    this.#owner = owner
  }

  /** Number of the newest frame. */
  get n(): number | null {
    return this.#n
  }

  /** The offset that a topic was told at last on this connection. */
  offsetOf(name: string): number | undefined {
    return this.#positions.get(name)?.offset
  }

  take(frame: FrameMessage, views: Views): void {
    const { n, prev, ts, snapshots = [], deltas = [] } = frame
    const last = this.#n
    hold(last === null || n > last, 'FRM2', () => `frame ${String(n)} comes after ${String(last)}`)
    if (prev !== undefined) {
      hold(last !== null && prev <= last, 'FRM3', () => `prev is ${String(prev)} where ${String(last)} was received`)
      hold(views.length > 0, 'FRM2', () => `shared frame ${String(n)} is of no flush`)
      this.#owner.tally.shared++
    }
    this.#n = n
    this.#owner.tally.frames++
    for (const part of snapshots) this.#snapshot(part, views)
    for (const part of deltas) {
      this.#delta(part, views)
      if (prev !== undefined) this.#checkRate(part[0], ts)
    }
  }

  #snapshot(part: SnapshotPart, views: Views): void {
    const { held, subscribed } = this.#find(part.ref)
    const isAwaited = subscribed.awaits === 'snapshot' || subscribed.awaits === 'answer' || held.received.epoch === ''
    hold(isAwaited, 'POS7', () => `${held.name} gets a snapshot that nothing announced`)
    held.received.applySnapshot(part)
    if (subscribed.awaits !== 'answer') subscribed.awaits = null
    subscribed.base = null
    const at = held.viewsAt(views, part.offset)
    const [view] = at
    hold(
      view !== undefined,
      'POS1',
      () => `${held.name} is told at ["${part.epoch}", ${String(part.offset)}]; ${this.#where(held, views)}`,
    )
    held.from(this.#gateway, view, true)
    this.#moveTo(held, part.epoch, part.offset)
    this.#owner.tally.snapshots++
    held.check(at)
  }

  #delta([ref, offset, changes]: DeltaPart, views: Views): void {
    const { held, subscribed } = this.#find(ref)
    const { name, received } = held
    if (subscribed.awaits === 'answer') return
    hold(subscribed.awaits !== 'snapshot', 'POS7', () => `${name} gets a delta where a snapshot was announced`)
    const base = subscribed.base ?? this.#positions.get(name)?.offset ?? -1
    const at = held.viewsAt(views, offset)
    const [view] = at
    hold(view !== undefined, 'CFL5', () => `${name} is told at ${String(offset)}; ${this.#where(held, views)}`)
    hold(offset >= base, 'POS5', () => `${name} goes back from ${String(base)} to ${String(offset)}`)
    this.#moveTo(held, received.epoch, offset)
    if (received.kind === 'trades') this.#checkLost(held, view, base, offset, changes)
    // One that ends before what is held changes nothing [FRM6].
    const isNews = offset >= received.offset
    if (isNews) held.from(this.#gateway, view, false)
    received.applyChanges(offset, changes)
    subscribed.awaits = subscribed.base = null
    this.#owner.tally.deltas++
    if (!isNews) return
    if (held.isMixed) this.#owner.tally.mixed++
    held.check(at)
  }

  #where(held: HeldState, views: Views): string {
    const places = views.map((view) => String(held.owner(view)?.offset ?? 'nowhere'))
    return `its fold is at ${places.join(', and the flush began at ')}`
  }

  /** Items and those called lost are all that came after the receiver's position [LST3]. */
  #checkLost(held: HeldState, view: View, base: number, offset: number, changes: DeltaPart[2]): void {
    const items = Array.isArray(changes['items']) ? changes['items'].length : 0
    const lost = typeof changes['lost'] === 'number' ? changes['lost'] : 0
    const came = held.tradesSince(view, base, offset)
    hold(
      items + lost === came,
      'LST3',
      () => `${held.name}: ${String(items)} items, ${String(lost)} lost, ${String(came)} came`,
    )
    this.#owner.tally.lost += lost
  }

  #checkRate(ref: number, ts: number): void {
    const { held, subscribed } = this.#find(ref)
    const { hz } = subscribed
    const shared = (subscribed.shared ??= { sinceTs: ts, count: 0 })
    shared.count++
    if (hz === 'raw') return
    const passedMs = ts - shared.sinceTs
    // The first and the last of them may be late and early by one interval.
    hold(
      shared.count <= (passedMs * hz) / 1000 + 2,
      'RATE3',
      () => `${held.name} at ${String(hz)} Hz was told ${String(shared.count)} times in ${String(passedMs)} ms`,
    )
  }

  #find(ref: number): { held: HeldState; subscribed: SubscribedTopic } {
    const subscribed = this.#topics.find(ref)
    hold(subscribed !== undefined, 'SUB7', () => `ref ${String(ref)} is not subscribed`)
    return { held: this.#owner.held(subscribed.name), subscribed }
  }

  #moveTo({ name }: HeldState, epoch: string, offset: number): void {
    const last = this.#positions.get(name)
    const isBack = last !== undefined && last.epoch === epoch && offset < last.offset
    hold(!isBack, 'POS1', () => `${name} went back from ${String(last?.offset)} to ${String(offset)} under ${epoch}`)
    this.#positions.set(name, { epoch, offset })
  }
}
