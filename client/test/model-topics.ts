import type { DeltaPart, SnapshotPart, SubscriptionStart, WirePosition } from '@tickwall/protocol'
import type { ModelGateway } from './model-gateway.js'
import type { ModelLog } from './model-log.js'

interface Served {
  readonly log: ModelLog
  readonly ref: number
  /** What the client was told: the offset in that epoch; null while a snapshot is owed. */
  sent: { readonly epoch: string; readonly offset: number } | null
  /** Resumed or joined: the first delta is a frame of its own. */
  isOwn: boolean
  /** Was told that there are no records yet. */
  isEmpty: boolean
}

/** What a flush has to say. */
export interface ModelNews {
  /** Topics whose epoch has changed. */
  readonly voided: readonly string[]
  readonly snapshots: readonly SnapshotPart[]
  /** Of those who resumed. */
  readonly own: readonly DeltaPart[]
  readonly shared: readonly DeltaPart[]
}

/** The topics of one client by the rules of the protocol, in the simplest way: positions, snapshots, deltas. */
export class ModelTopics {
  readonly #gateway: ModelGateway
  readonly #served = new Map<string, Served>()

  constructor(gateway: ModelGateway) {
    this.#gateway = gateway
  }

  has(topic: string): boolean {
    return this.#served.has(topic)
  }

  refOf(topic: string): number | undefined {
    return this.#served.get(topic)?.ref
  }

  delete(topic: string): void {
    this.#served.delete(topic)
  }

  /** Begins a topic; `wanted` is where the client says it stands. */
  begin(topic: string, ref: number, wanted: WirePosition | undefined): SubscriptionStart {
    const log = this.#gateway.log(topic)
    if (log === undefined) throw new Error('the model has no such topic')
    const isVoid = wanted !== undefined && (wanted[0] !== log.epoch || wanted[1] >= log.records.length)
    const start: SubscriptionStart = wanted === undefined ? 'snapshot' : isVoid ? 'reset' : 'resume'
    const sent = start === 'resume' && wanted !== undefined ? { epoch: wanted[0], offset: wanted[1] } : null
    this.#served.set(topic, { log, ref, sent, isOwn: true, isEmpty: false })
    return start
  }

  /** Was told before that there are no records. */
  beginEmpty(topic: string, ref: number): void {
    this.begin(topic, ref, undefined)
    const served = this.#served.get(topic)
    if (served !== undefined) served.isEmpty = true
  }

  /** All that is new; it counts as told. */
  news(): ModelNews {
    const news = {
      voided: [] as string[],
      snapshots: [] as SnapshotPart[],
      own: [] as DeltaPart[],
      shared: [] as DeltaPart[],
    }
    for (const served of this.#served.values()) {
      const { log, ref } = served
      const fold = this.#gateway.at(log)
      if (served.sent !== null && served.sent.epoch !== fold.epoch) {
        news.voided.push(log.topic)
        served.sent = null
      }
      if (served.sent === null) {
        const isEmpty = fold.offset < 0
        if (isEmpty && served.isEmpty) continue
        const epoch = isEmpty ? '' : fold.epoch
        news.snapshots.push({ ref, epoch, offset: fold.offset, state: log.state(fold.offset) as never })
        served.isEmpty = isEmpty
        served.sent = isEmpty ? null : fold
        continue
      }
      if (fold.offset < served.sent.offset || (fold.offset === served.sent.offset && !served.isOwn)) continue
      const part: DeltaPart = [ref, fold.offset, log.changes(served.sent.offset, fold.offset)]
      ;(served.isOwn ? news.own : news.shared).push(part)
      served.isOwn = false
      served.sent = fold
    }
    return news
  }

  /** Whether there is news, and all of it shared. */
  get isInStep(): boolean {
    let hasNews = false
    for (const { log, sent, isOwn } of this.#served.values()) {
      const fold = this.#gateway.at(log)
      if (sent === null || isOwn || sent.epoch !== fold.epoch) return false
      if (fold.offset > sent.offset) hasNews = true
    }
    return hasNews
  }

  /** Where the client stands once it has all that was told. */
  positions(): Record<string, WirePosition> {
    const held = [...this.#served].flatMap(([topic, { sent, isEmpty }]) =>
      sent !== null ? [[topic, [sent.epoch, sent.offset]] as const] : isEmpty ? [[topic, ['', -1]] as const] : [],
    )
    return Object.fromEntries(held)
  }
}
