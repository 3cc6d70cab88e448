import type { ClientMessage, CloseReason, ErrorCode, SourceState } from '@tickwall/protocol'
import type { Access } from '../../src/guard/access.js'
import type { SessionGuard } from '../../src/guard/session-guard.js'
import { FrameNumbers } from '../../src/lanes/frame-numbers.js'
import { Lanes } from '../../src/lanes/lanes.js'
import { PartCache } from '../../src/lanes/own-parts.js'
import { PunctualClock } from '../../src/lanes/punctual-clock.js'
import type { SessionLimits } from '../../src/session/limits.js'
import type { Session } from '../../src/session/session.js'
import { Sessions } from '../../src/session/sessions.js'
import { ManualClock } from './manual-clock.js'
import { RecordingTransport } from './recording-transport.js'
import { TableMarket } from './table-market.js'

export const TEST_LIMITS: SessionLimits = {
  topics: 5,
  messageBytes: 65_536,
  messagesPerSecond: 20,
  errors: 5,
  handshakeTimeoutMs: 10_000,
  heartbeatMs: 5000,
  silenceMs: 30_000,
  windowMs: 3000,
  unackedMs: 30_000,
  unsentBytes: 65_536,
}

export interface Connection {
  readonly transport: RecordingTransport
  readonly session: Session
  send(message: ClientMessage): void
}

/** A process of sessions over a table market and a manual clock: everything but sockets and Kafka; a slot for each phase. */
export function sessionBench(
  limits: Partial<SessionLimits> = {},
  phasesMs: readonly number[] = [0],
  guard?: SessionGuard,
) {
  const clock = new ManualClock()
  const punctual = new PunctualClock(clock)
  const market = new TableMarket()
  const numbers = new FrameNumbers()
  const laning = { store: market, clock: punctual, numbers, parts: new PartCache() }
  const slots = phasesMs.map((phaseMs) => new Lanes({ ...laning, phaseMs }))
  const [lanes] = slots as [Lanes]
  const log: { state: SourceState; end: number | null; asked: number; fault: Error | null } = {
    state: 'live',
    end: null,
    asked: 0,
    fault: null,
  }
  const counts = {
    skipped: 0,
    caughtUp: 0,
    subscriptions: 0,
    errors: [] as ErrorCode[],
    ending: [] as CloseReason[],
    delays: [] as number[],
    flushes: [] as [durationMs: number, ageMs: number | null][],
  }
  const sessions = new Sessions({
    identity: { server: 'gw-1', build: 'test' },
    limits: { ...TEST_LIMITS, ...limits },
    clock,
    punctual,
    lanes: slots,
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
      ending: (reason) => counts.ending.push(reason),
      errorSent: (code) => counts.errors.push(code),
      frameSent: () => {},
      skipped: () => counts.skipped++,
      caughtUp: () => counts.caughtUp++,
      subscriptions: (delta) => (counts.subscriptions += delta),
      flushDelayed: (delayMs) => counts.delays.push(delayMs),
      flushEnded: (durationMs, ageMs) => counts.flushes.push([durationMs, ageMs]),
    },
  })
  const connect = (access?: Access): Connection => {
    const transport = new RecordingTransport()
    const session = sessions.open(transport, access)
    return { transport, session, send: (message) => session.receive(JSON.stringify(message)) }
  }
  /** Connects, subscribes, and forgets the messages of the greeting and the snapshot. */
  const subscribed = (topics: readonly string[], maxHz: number | 'raw' = 10): Connection => {
    const connection = connect()
    connection.send({ type: 'subscribe', id: 0, topics, maxHz })
    clock.advance(1000)
    connection.session.heard()
    connection.transport.take()
    return connection
  }
  const encodes = (): number => slots.reduce((sum, each) => sum + each.encodes, 0)
  return { clock, market, lanes, encodes, sessions, log, counts, connect, subscribed }
}
