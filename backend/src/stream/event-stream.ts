import { CLOSE_CODES, type CloseReason, type ControlMessage, type NoticeReason } from '@tickwall/protocol'
import type { SessionContext } from '../session/session-context.js'
import { SlowPace } from '../session/slow-pace.js'
import type { ControlChannel } from '../session/control-channel.js'
import { TokenWatch } from '../session/token-watch.js'
import { Feed, type FeedSink } from './feed.js'
import type { FeedPlan } from './plan-feed.js'
import { subscribedText } from './subscribed-text.js'

/** The answer that events are written to. Never throws; writing after its end has no effect. */
export interface EventWire {
  /** Bytes handed over and not yet taken by the kernel. */
  readonly unsentBytes: number
  write(bytes: Buffer): void
  end(): void
  /** Cuts the connection, with whatever is unsent. */
  destroy(): void
}

const END_OF_EVENT = Buffer.from('\n\n')

/** One event in the text form of Server-Sent Events. `data` must hold no line break, as no JSON text of ours does. */
function eventBytes(name: string, data: Buffer, before = ''): Buffer {
  return Buffer.concat([Buffer.from(`${before}event: ${name}\ndata: `), data, END_OF_EVENT])
}

/** One client on Server-Sent Events: `subscribed`, then frames, notices and heartbeats as events, until one side ends it. */
export class EventStream implements FeedSink, ControlChannel {
  readonly #context: SessionContext
  readonly #wire: EventWire
  readonly #subscribed: Buffer
  readonly #feed: Feed
  readonly #ended: (reason: CloseReason | null) => void
  readonly #token: TokenWatch
  #pace: SlowPace | null = null
  #lastWriteMs = 0
  #isOver = false

  /** Takes over the handles of the plan. `ended` is called once: with a reason when this side ends it, with null when the other does. */
  constructor(
    context: SessionContext,
    plan: FeedPlan,
    maker: number,
    wire: EventWire,
    ended: (reason: CloseReason | null) => void,
  ) {
    this.#context = context
    this.#wire = wire
    this.#ended = ended
    this.#subscribed = Buffer.from(subscribedText(plan, context))
    this.#feed = new Feed(context, plan, this, maker)
    this.#token = new TokenWatch(context, plan.access, this)
  }

  /** `retryMs` is how long the client should wait before it comes back after a loss. To be called once. */
  begin(retryMs: number): void {
    this.#write(eventBytes('subscribed', this.#subscribed, `retry: ${String(retryMs)}\n`))
    this.#feed.begin(false)
  }

  get feed(): Feed {
    return this.#feed
  }

  get unsentBytes(): number {
    return this.#wire.unsentBytes
  }

  frame(payload: Buffer, cursor: () => string): void {
    this.#write(eventBytes('frame', payload, `id: ${cursor()}\n`))
  }

  notice(reason: NoticeReason, topics?: readonly string[]): void {
    this.tell({
      type: 'notice',
      ts: this.#context.clock.nowMs(),
      reason,
      ...(topics === undefined ? {} : { topics }),
    })
  }

  said(): void {
    // Each event left when it was written.
  }

  /** Called once a second: keeps a silent line warm, slows one down that cannot keep up, and ends one that is not read. */
  sweep(): void {
    const { clock, limits, log } = this.#context
    const nowMs = clock.monotonicMs()
    const tokenReason = this.#token.look()
    if (tokenReason !== null) {
      this.announceClose(tokenReason, 0)
      this.end(tokenReason)
    } else if (!this.#keepsUp(nowMs)) this.end('slowConsumer')
    else if (nowMs - this.#lastWriteMs >= limits.heartbeatMs && this.unsentBytes === 0)
      this.tell({ type: 'heartbeat', ts: clock.nowMs(), source: log.state })
  }

  /** Announces a planned close, in the two ways that its readers may understand; the stream goes on until `end`. */
  announceClose(reason: CloseReason, retryAfterMs: number): void {
    const { code } = CLOSE_CODES[reason]
    const ts = this.#context.clock.nowMs()
    this.tell({ type: 'closing', ts, code, reason, retryAfterMs }, `retry: ${String(retryAfterMs)}\n`)
  }

  /** Ends the stream. Idempotent. */
  end(reason: CloseReason): void {
    if (this.#isOver) return
    this.#close(reason)
    if (this.#wire.unsentBytes > this.#context.limits.unsentBytes) this.#wire.destroy()
    else this.#wire.end()
  }

  /** The client is gone; releases every lane and handle. Idempotent. */
  closed(): void {
    this.#close(null)
  }

  /** False when nothing helped for so long that it has to end; until it falls behind for the first time it costs nothing. */
  #keepsUp(nowMs: number): boolean {
    const pace = this.#feed.pace()
    if (pace.spells === 0) return true
    this.#pace ??= new SlowPace()
    const act = this.#pace.look(pace, nowMs)
    if (act === null || act === 'end') return act === null
    const hz = this.#feed.cap(this.#pace.capHz)
    if (hz !== null) this.tell({ type: 'notice', ts: this.#context.clock.nowMs(), reason: 'degraded', hz })
    return true
  }

  #close(reason: CloseReason | null): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#feed.release()
    this.#ended(reason)
  }

  tell(message: ControlMessage, before?: string): void {
    this.#write(eventBytes(message.type, Buffer.from(JSON.stringify(message)), before))
  }

  #write(bytes: Buffer): void {
    if (this.#isOver) return
    this.#lastWriteMs = this.#context.clock.monotonicMs()
    this.#wire.write(bytes)
  }
}
