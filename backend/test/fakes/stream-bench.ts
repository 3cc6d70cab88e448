import type { ControlMessage, FrameMessage, SourceState, SubscribedTopic } from '@tickwall/protocol'
import type { Access } from '../../src/guard/access.js'
import type { SessionGuard } from '../../src/guard/session-guard.js'
import { Lanes } from '../../src/lanes/lanes.js'
import type { SessionLimits } from '../../src/session/limits.js'
import type { EventWire } from '../../src/stream/event-stream.js'
import type { FeedRequest } from '../../src/stream/plan-feed.js'
import { Streams, type StreamTransport } from '../../src/stream/streams.js'
import { ManualClock } from './manual-clock.js'
import { TEST_LIMITS } from './session-bench.js'
import { TableMarket } from './table-market.js'

export interface Subscribed {
  readonly server: string
  readonly source: SourceState
  readonly heartbeatMs: number
  readonly topics: readonly SubscribedTopic[]
  readonly rejected: readonly { readonly topic: string; readonly code: string }[]
}

export interface PollBody {
  readonly subscribed: Subscribed
  readonly frame: FrameMessage | null
  readonly notices: readonly Extract<ControlMessage, { type: 'notice' }>[]
  readonly cursor: string
}

/** One event as a reader of Server-Sent Events sees it. */
export interface ReadEvent {
  readonly event: string
  readonly id: string | null
  readonly retry: number | null
  readonly data: Record<string, unknown>
}

export function readEvents(text: string): ReadEvent[] {
  return text
    .split('\n\n')
    .filter((block) => block !== '')
    .map((block) => {
      const fields = new Map(
        block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
      )
      return {
        event: fields.get('event') ?? '',
        id: fields.get('id') ?? null,
        retry: fields.has('retry') ? Number(fields.get('retry')) : null,
        data: JSON.parse(fields.get('data') ?? 'null') as Record<string, unknown>,
      }
    })
}

/** An answer in memory, as full as a test says. */
export class RecordingWire implements EventWire {
  unsentBytes = 0
  state: 'open' | 'ended' | 'destroyed' = 'open'
  #text = ''

  write(bytes: Buffer): void {
    this.#text += bytes.toString()
  }
  end(): void {
    this.state = 'ended'
  }
  destroy(): void {
    this.state = 'destroyed'
  }
  /** Takes the events that have come since the last call. */
  take(): ReadEvent[] {
    const text = this.#text
    this.#text = ''
    return readEvents(text)
  }
}

/** The streams of one process over a table market and a manual clock: everything but HTTP. */
export function streamBench(limits: Partial<SessionLimits> = {}, seed = 0.25, guard?: SessionGuard) {
  const clock = new ManualClock()
  const market = new TableMarket()
  const lanes = new Lanes({ store: market, clock })
  const log = { state: 'live' as SourceState, end: null as number | null, asked: 0, fault: null as Error | null }
  const counts = {
    skipped: 0,
    caughtUp: 0,
    subscriptions: 0,
    frames: 0,
    opened: [] as string[],
    closed: [] as string[],
  }
  const streams = new Streams({
    identity: { server: 'gw-1', build: 'test' },
    limits: { ...TEST_LIMITS, ...limits },
    ...{ clock, lanes },
    ...(guard === undefined ? {} : { guard }),
    log: {
      get state() {
        return log.state
      },
      logEnd: () => {
        log.asked++
        return log.fault === null ? Promise.resolve(log.end) : Promise.reject(log.fault)
      },
    },
    observer: {
      opened: () => {},
      closed: () => {},
      ending: () => {},
      errorSent: () => {},
      frameSent: () => counts.frames++,
      skipped: () => counts.skipped++,
      caughtUp: () => counts.caughtUp++,
      subscriptions: (delta) => (counts.subscriptions += delta),
      flushDelayed: () => {},
      flushEnded: () => {},
    },
    streams: {
      opened: (transport: StreamTransport) => counts.opened.push(transport),
      closed: (transport: StreamTransport, reason) => counts.closed.push(`${transport} ${reason}`),
    },
    random: () => seed,
  })
  const ask = (topics: readonly string[], rest: Partial<FeedRequest> = {}): FeedRequest => ({
    topics,
    cursor: null,
    ...rest,
  })
  /** Polls; `body` is there once it was answered. */
  const poll = async (topics: readonly string[], rest: Partial<FeedRequest> & { waitMs?: number } = {}) => {
    const asked: { body: PollBody | null; abandon: () => void } = { body: null, abandon: () => {} }
    const { waitMs = 20_000, ...request } = rest
    const plan = await streams.plan('poll', ask(topics, request))
    const opened = streams.poll(plan, waitMs, (body) => {
      asked.body = JSON.parse(body.toString()) as PollBody
    })
    asked.abandon = () => opened.abandon()
    return asked
  }
  /** Polls where an answer is expected at once. */
  const answer = async (topics: readonly string[], rest: Partial<FeedRequest> = {}): Promise<PollBody> => {
    const { body, abandon } = await poll(topics, rest)
    if (body !== null) return body
    abandon()
    throw new Error('the poll waits')
  }
  const open = async (topics: readonly string[], rest: Partial<FeedRequest> = {}, access?: Access) => {
    const wire = new RecordingWire()
    const stream = streams.events(await streams.plan('sse', ask(topics, rest), access), wire)
    return { wire, stream }
  }
  return { clock, market, lanes, streams, log, counts, poll, answer, open }
}
