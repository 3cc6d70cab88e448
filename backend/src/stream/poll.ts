import type { NoticeReason } from '@tickwall/protocol'
import type { Stop } from '../lanes/clock.js'
import type { SessionContext } from '../session/session-context.js'
import { Feed, type FeedSink } from './feed.js'
import type { FeedPlan } from './plan-feed.js'
import { subscribedText } from './subscribed-text.js'

/** One long poll: waits for one frame, or for a notice, and answers with the cursor from which the next one goes on. */
export class Poll implements FeedSink {
  readonly #context: SessionContext
  readonly #subscribed: string
  readonly #feed: Feed
  readonly #answered: (body: Buffer | null) => void
  readonly #plan: FeedPlan
  readonly #notices: string[] = []
  #frame: Buffer | null = null
  #stopWaiting: Stop = () => undefined
  #isOver = false

  /** Takes over the handles of the plan. `answered` is called once, with the body, or null when the caller is gone. */
  constructor(context: SessionContext, plan: FeedPlan, maker: number, answered: (body: Buffer | null) => void) {
    this.#context = context
    this.#subscribed = subscribedText(plan, context)
    this.#answered = answered
    this.#feed = new Feed(context, plan, this, maker)
    this.#plan = plan
  }

  /** Answers at once where something is owed, else with the first news, at the latest after `waitMs`. To be called once. */
  begin(waitMs: number): void {
    this.#stopWaiting = this.#context.clock.after(waitMs, () => this.end())
    const { isYoung, hasCursor } = this.#plan
    this.#feed.begin(!isYoung)
    // Also where nothing can be told yet: it wants to know what was accepted.
    if (!hasCursor) this.end()
  }

  get feed(): Feed {
    return this.#feed
  }

  /** It takes one frame. */
  get unsentBytes(): number {
    return this.#frame === null ? 0 : Infinity
  }

  frame(payload: Buffer): void {
    this.#frame = payload
  }

  notice(reason: NoticeReason, topics?: readonly string[]): void {
    this.#notices.push(JSON.stringify({ type: 'notice', ts: this.#context.clock.nowMs(), reason, topics }))
  }

  said(): void {
    if (this.#frame !== null || this.#notices.length > 0) this.#answer()
  }

  /** Answers now, with what there is. Idempotent. */
  end(): void {
    if (this.#isOver) return
    // May answer by itself.
    this.#feed.settle()
    this.#answer()
  }

  /** The caller is gone. Idempotent. */
  abandon(): void {
    this.#close(null)
  }

  #answer(): void {
    if (this.#isOver) return
    const cursor = this.#feed.cursor()
    this.#close(
      Buffer.concat([
        Buffer.from(`{"subscribed":${this.#subscribed},"frame":`),
        this.#frame ?? Buffer.from('null'),
        Buffer.from(`,"notices":[${this.#notices.join()}],"cursor":${JSON.stringify(cursor)}}`),
      ]),
    )
  }

  #close(body: Buffer | null): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#stopWaiting()
    this.#feed.release()
    this.#answered(body)
  }
}
