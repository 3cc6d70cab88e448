import type { Position, Topic } from '@tickwall/protocol'
import type { MarketStore, TopicHandle } from '../market/market-store.js'

/** One topic of an answer, in the caller's spelling. */
export interface AskedTopic {
  readonly spelling: string
  readonly topic: Topic
}

export interface Turns {
  /** Ms of a clock that is never set. */
  nowMs(): number
  /** Lets the event loop have its turn. */
  next(): Promise<unknown>
}

interface Encoded {
  readonly position: Position
  readonly state: string
}

/** Longest work before the event loop has its turn, by pass: a flush may be due, and later passes have little to do. */
const BUDGETS_MS = [5, 5, 10, 20]

/**
 * The topics as JSON, each with its position and state: all of one partition at one offset. Long states are encoded in
 * turns, and those that changed meanwhile once more, until nothing does. Where topics change faster than that, each stands
 * at the offset of its own state.
 */
export async function snapshotTexts(store: MarketStore, asked: readonly AskedTopic[], turns: Turns): Promise<string[]> {
  const handles: TopicHandle[] = []
  const encoded: Encoded[] = []
  try {
    for (const budgetMs of BUDGETS_MS) {
      let isOneTurn = true
      let turnedMs = turns.nowMs()
      for (const [i, { topic }] of asked.entries()) {
        const handle = (handles[i] ??= store.handle(topic))
        encoded[i] = renewed(handle, encoded[i])
        if (turns.nowMs() - turnedMs < budgetMs) continue
        await turns.next()
        isOneTurn = false
        turnedMs = turns.nowMs()
      }
      if (isOneTurn) break
    }
    return asked.map(({ spelling }, i) => {
      const { position, state } = encoded[i] as Encoded
      return `${JSON.stringify({ topic: spelling, ...position }).slice(0, -1)},"state":${state}}`
    })
  } finally {
    for (const handle of handles) store.release(handle)
  }
}

/** The state now; a text that is still true stands at the fold's position now. */
function renewed(handle: TopicHandle, before: Encoded | undefined): Encoded {
  const position = handle.position()
  const isUnchanged = before?.position.epoch === position.epoch && !handle.changedSince(before.position.offset)
  return { position, state: isUnchanged ? before.state : JSON.stringify(handle.state()) }
}
