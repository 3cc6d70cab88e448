import http from 'k6/http'
import { Counter, Trend } from 'k6/metrics'
import { brokenFrames } from './measures.ts'
import { baseUrl, token } from './parameters.ts'

/** As tick_age_ms, of long polls. */
export const pollAgeMs = new Trend('tick_age_poll_ms', true)
export const polls = new Counter('polls')
/** Polls that were not answered with 200. */
export const failedPolls = new Counter('failed_polls')

export interface PollerOptions {
  readonly topics: readonly string[]
  readonly maxHz: number
  readonly clockOffsetMs: number
  /** It asks no more from then on, ms since the epoch. */
  readonly untilMs: number
}

interface Answer {
  readonly frame: {
    readonly at: number
    readonly snapshots?: readonly { readonly ref: number; readonly offset: number }[]
    readonly deltas?: readonly (readonly [ref: number, offset: number])[]
  } | null
  readonly cursor: string
}

/** Below the 25 s that a server lets a poll wait. */
const WAIT_MS = 10_000

/** One client of `/poll`: asks again with its cursor as soon as it is answered, and checks that positions never go back. */
export async function poll({ topics, maxHz, clockOffsetMs, untilMs }: PollerOptions): Promise<void> {
  const offsets = new Map<number, number>()
  let cursor: string | undefined
  while (Date.now() < untilMs) {
    const answer = await http.asyncRequest(
      'POST',
      `${baseUrl}/poll`,
      JSON.stringify({ topics, maxHz, waitMs: WAIT_MS, ...(cursor === undefined ? {} : { cursor }) }),
      {
        headers: {
          'Content-Type': 'application/json',
          ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        },
        timeout: '30s',
      },
    )
    polls.add(1)
    if (answer.status !== 200) {
      failedPolls.add(1)
      return
    }
    const { frame, cursor: next } = JSON.parse(answer.body as string) as Answer
    // The first answer is snapshots, whose prices may be old.
    if (frame !== null && cursor !== undefined) pollAgeMs.add(Math.max(0, Date.now() + clockOffsetMs - frame.at))
    cursor = next
    for (const { ref, offset } of frame?.snapshots ?? []) offsets.set(ref, offset)
    for (const [ref, offset] of frame?.deltas ?? []) {
      if (offset < (offsets.get(ref) ?? Infinity)) brokenFrames.add(1)
      offsets.set(ref, offset)
    }
  }
}
