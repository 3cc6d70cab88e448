import {
  DEFAULT_RATE,
  formatTopic,
  parseTopic,
  type FrameMessage,
  type Rate,
  type RejectedTopic,
  type ServerMessage,
  type WirePosition,
} from '@tickwall/protocol'
import { receiveFrame, type FrameEffect } from './receive-frame.js'
import type { RequestError } from './request-error.js'
import type { Answer } from './requests.js'
import { deny, rejection, takeFailure, takeRated, takeSubscribed } from './topic-answer.js'
import { TopicEntry, type Subscriber } from './topic-entry.js'
import { nextTopicRequest, type RequestLimits, type TopicRequest } from './topic-request.js'

type Notice = Extract<ServerMessage, { type: 'notice' }>
export type TopicAnswer = Answer<'subscribe' | 'unsubscribe' | 'rate'>

/** A topic's request that failed is sent again after this, doubled with every failure up to 2^5 times. */
const RETRY_MS = 1000
const MAX_DOUBLINGS = 5

/** All topics of a link: who wants what, what the server was told, and what it sent. No socket, no timer. */
export class Subscriptions {
  readonly #entries = new Map<string, TopicEntry>()
  readonly #byRef = new Map<number, TopicEntry>()

  /** Topics that the server sends. */
  get subscribedCount(): number {
    let count = 0
    for (const { wire } of this.#entries.values()) if (wire.type === 'on' || wire.type === 'changing') count += 1
    return count
  }

  /** Whether a topic still waits for the first part after a reconnection. */
  get isCatchingUp(): boolean {
    for (const entry of this.#entries.values()) if (entry.isCatchingUp) return true
    return false
  }

  get(topic: string): TopicEntry | undefined {
    return this.#entries.get(topic)
  }

  entries(): readonly TopicEntry[] {
    return [...this.#entries.values()]
  }

  /** The entry of a topic, in whatever spelling. A malformed one is denied here: asked for, it would spoil its whole request. */
  entry(topic: string): TopicEntry {
    const parsed = parseTopic(topic)
    const name = parsed === null ? topic : formatTopic(parsed)
    const known = this.#entries.get(name)
    if (known !== undefined) return known
    const entry = parsed === null ? new TopicEntry(name, 'quote', true) : new TopicEntry(name, parsed.kind, false)
    if (parsed === null) entry.wire = { type: 'denied', rejected: rejection(name, 'unknownTopic') }
    this.#entries.set(name, entry)
    return entry
  }

  /** Where a delta of the topic may go on from, null where it may not. */
  resumeOf(topic: string): WirePosition | null {
    const resumable = this.#entries.get(topic)?.resumable ?? null
    return resumable === null ? null : [resumable.epoch, resumable.offset]
  }

  /** Ends a wish; a topic that nobody wants is forgotten once the server knows. */
  drop(entry: TopicEntry, subscriber: Subscriber): void {
    entry.wishes.delete(subscriber)
    this.#prune(entry)
  }

  /** The next request to send, its topics noted as asked; null when there is none. */
  next(limits: RequestLimits, nowMs: number): TopicRequest | null {
    const request = nextTopicRequest(this.#entries.values(), limits, nowMs)
    if (request === null) return null
    const { body, entries } = request
    for (const entry of entries) {
      if (body.type === 'unsubscribe') entry.wire = { type: 'leaving' }
      else if (body.type === 'subscribe') {
        entry.wire = { type: 'asked', hz: body.maxHz ?? DEFAULT_RATE }
        entry.mayBeServed = true
      } else if (entry.grantedHz !== null) entry.wire = { type: 'changing', hz: body.maxHz, grantedHz: entry.grantedHz }
    }
    return request
  }

  /** When a request that is held back may be sent, null when none is. */
  nextRetryAtMs(nowMs: number): number | null {
    let earliest: number | null = null
    for (const { notBeforeMs } of this.#entries.values())
      if (notBeforeMs > nowMs) earliest = Math.min(earliest ?? notBeforeMs, notBeforeMs)
    return earliest
  }

  answered(request: TopicRequest, answer: TopicAnswer, nowMs: number): void {
    if (answer.type === 'subscribed') {
      takeSubscribed(request, answer, nowMs, (entry) => {
        this.#retryLater(entry, nowMs)
      })
      for (const entry of request.entries) if (entry.ref !== null) this.#byRef.set(entry.ref, entry)
    } else if (answer.type === 'rated') takeRated(request, answer)
    else this.#left(request.entries)
    for (const entry of request.entries) this.#prune(entry)
  }

  /** A new token counts: these are subscribed no more, and what was forbidden before is asked for again. Answers all that changed. */
  renewed(rejected: readonly RejectedTopic[]): readonly string[] {
    const lost = new Map(rejected.map((each) => [each.topic, each]))
    const changed: string[] = []
    for (const entry of this.#entries.values()) {
      const taken = lost.get(entry.topic)
      if (taken !== undefined) deny(entry, taken)
      else if (entry.wire.type === 'denied' && entry.wire.rejected.code === 'forbiddenTopic')
        entry.wire = { type: 'off' }
      else continue
      changed.push(entry.topic)
    }
    return changed
  }

  failed(request: TopicRequest, error: RequestError, nowMs: number): void {
    takeFailure(request, error, (entry) => {
      this.#retryLater(entry, nowMs)
    })
    for (const entry of request.entries) this.#prune(entry)
  }

  receive(frame: FrameMessage, nowMs: number): FrameEffect {
    return receiveFrame(frame, (ref) => this.#byRef.get(ref), nowMs)
  }

  /** A frame is missing: no delta follows on what is held until each topic was subscribed to again, with its position. */
  hole(): void {
    for (const entry of this.#entries.values())
      if (entry.wire.type === 'on' || entry.wire.type === 'changing') entry.wire = { type: 'off' }
  }

  /** Takes a notice in; answers the topics that it concerns. */
  notice({ reason, topics, hz }: Notice, nowMs: number): readonly string[] {
    const concerned = (topics ?? [...this.#entries.keys()]).flatMap((topic) => this.#entries.get(topic) ?? [])
    for (const entry of concerned) {
      if (reason === 'degraded') entry.degradedHz = isSlower(hz, entry.grantedHz) ? (hz ?? null) : null
      else if (reason === 'behind') entry.isCatchingUp = entry.isBehind = true
      else if (reason === 'reset' || reason === 'gap') {
        entry.awaitsSnapshot = true
        entry.gapAtMs = nowMs
      }
    }
    return concerned.map((entry) => entry.topic)
  }

  /** Those of a request that resumed long enough ago are as good as current: nothing changed. A fold that is behind is waited for. */
  settle(entries: readonly TopicEntry[]): readonly string[] {
    const settled = entries.filter((entry) => entry.isCatchingUp && !entry.isBehind && !entry.awaitsSnapshot)
    for (const entry of settled) entry.isCatchingUp = false
    return settled.map((entry) => entry.topic)
  }

  /** The connection is gone. What was received stays, and is resumed from. Answers all topics. */
  disconnect(): readonly string[] {
    this.#byRef.clear()
    for (const entry of [...this.#entries.values()]) {
      if (!entry.isMalformed) entry.disconnect()
      this.#prune(entry)
    }
    return [...this.#entries.keys()]
  }

  #left(entries: readonly TopicEntry[]): void {
    for (const entry of entries) {
      if (entry.ref !== null) this.#byRef.delete(entry.ref)
      entry.ref = null
      entry.mayBeServed = false
      entry.wire = { type: 'off' }
    }
    // There is room again.
    for (const entry of this.#entries.values())
      if (entry.rejected?.code === 'tooManyTopics') entry.wire = { type: 'off' }
  }

  #retryLater(entry: TopicEntry, nowMs: number): void {
    if (entry.wire.type === 'asked') entry.wire = { type: 'off' }
    entry.notBeforeMs = nowMs + RETRY_MS * 2 ** Math.min(entry.failures, MAX_DOUBLINGS)
    entry.failures += 1
  }

  #prune(entry: TopicEntry): void {
    if (entry.mayBeServed) return
    for (const leaver of [...entry.leavers]) leaver.changed()
    if (entry.wishes.size > 0) return
    if (entry.ref !== null) this.#byRef.delete(entry.ref)
    if (this.#entries.get(entry.topic) === entry) this.#entries.delete(entry.topic)
  }
}

const isSlower = (hz: Rate | undefined, granted: Rate | null): boolean =>
  typeof hz === 'number' && (granted === 'raw' || granted === null || hz < granted)
