import type { FrameMessage } from '@tickwall/protocol'
import type { FrameCodec } from '../../src/lanes/frame-codec.js'
import { FrameNumbers } from '../../src/lanes/frame-numbers.js'
import { Lanes } from '../../src/lanes/lanes.js'
import { PartCache } from '../../src/lanes/own-parts.js'
import { PunctualClock } from '../../src/lanes/punctual-clock.js'
import type { SessionLimits } from '../../src/session/limits.js'
import type { Session } from '../../src/session/session.js'
import { Sessions } from '../../src/session/sessions.js'
import { Streams } from '../../src/stream/streams.js'
import { TEST_LIMITS } from '../fakes/session-bench.js'
import { CountedMarket, type Plant } from './counted-market.js'
import type { Die } from './die.js'
import { FlushViews } from './flush-views.js'
import { FuzzClock } from './fuzz-clock.js'
import { FuzzReader } from './fuzz-reader.js'
import { FuzzTransport } from './fuzz-transport.js'
import { FUZZ_RINGS } from './oracle.js'
import { hold } from './violation.js'
import type { View, Views } from './view.js'
import type { World } from './world.js'

/** Two of them share a slot, so that a handful of clients needs both. */
const SLOT_MEMBERS = 2
const SLOT_PHASES_MS: readonly number[] = [0, 25]
const STREAM_PHASE_MS = 40

export const FUZZ_LIMITS: SessionLimits = {
  ...TEST_LIMITS,
  topics: 8,
  messagesPerSecond: 1e6,
  windowMs: 1500,
  unackedMs: 8000,
  unsentBytes: 3000,
}

/** More frames of their own than sessions get between two flushes. */
const TOLD = 64

/** One gateway process: the real parts over a clock of its own, reading the world's logs. */
export class FuzzGateway {
  readonly name: string
  readonly clock: FuzzClock
  readonly reader: FuzzReader
  readonly sessions: Sessions
  readonly streams: Streams
  readonly flushes: FlushViews
  /** Where it stood for the latest frames that were made for one connection, newest first. */
  readonly #told: View[] = []
  readonly counts = { skipped: 0, caughtUp: 0, subscriptions: 0 }
  /** The topic of every ref that it gave out to sessions [SUB9]. */
  readonly refs = new Map<number, string>()
  /** One for each slot, and that of the streams. */
  readonly #lanes: readonly Lanes[]
  readonly #die: Die
  readonly #market: CountedMarket

  /** `plant`: a fault that it has. */
  constructor(name: string, world: World, die: Die, plant?: Plant) {
    this.name = name
    this.#die = die
    this.clock = new FuzzClock(die)
    const { clock } = this
    const punctual = new PunctualClock(clock)
    const { sessionStartMs, hasHorizons } = world.climate
    const options = { sessionStartMs, ringSizes: FUZZ_RINGS, isHorizonNear: hasHorizons }
    this.#market = new CountedMarket(options, plant)
    this.reader = new FuzzReader(name, world, die, this.#market)
    const laning = { store: this.#market, clock: punctual, numbers: new FrameNumbers(), parts: new PartCache() }
    const lanesAt = (phaseMs: number): Lanes => new Lanes({ ...laning, phaseMs })
    const lanes = SLOT_PHASES_MS.map(lanesAt)
    const streamLanes = lanesAt(STREAM_PHASE_MS)
    this.#lanes = [...lanes, streamLanes]
    this.flushes = new FlushViews(this.#lanes, () => this.view())
    const serving = {
      identity: { server: name, build: 'test' },
      limits: FUZZ_LIMITS,
      clock,
      log: { state: 'live', logEnd: (id) => this.reader.logEnd(id) },
      observer: this.#observer(),
    } satisfies Partial<ConstructorParameters<typeof Sessions>[0]>
    this.sessions = new Sessions({ ...serving, punctual, lanes, slotMembers: SLOT_MEMBERS })
    this.streams = new Streams({
      ...serving,
      lanes: streamLanes,
      streams: { opened: () => {}, closed: () => {} },
      random: () => die.below(1e6) / 1e6,
    })
  }

  connect(codec: FrameCodec): { session: Session; transport: FuzzTransport } {
    const isSlow = this.#die.chance(0.3)
    const transport = new FuzzTransport({
      ...{ codec, isSlow, limitBytes: FUZZ_LIMITS.unsentBytes },
      viewsOf: (frame, isFirst) => this.viewsOf(frame, isFirst),
      view: () => this.view(),
    })
    return { session: this.sessions.open(transport), transport }
  }

  /** Where it stands now. */
  view(): View {
    return this.reader.view()
  }

  /** Where a frame that is written now may stand; `isFirst`: nothing was told on its connection before, so it may repeat what another was told. */
  viewsOf({ n, prev }: FrameMessage, isFirst = false): Views {
    const begun = this.flushes.at(n)
    if (prev !== undefined) return begun === undefined ? [] : [begun]
    const earlier = isFirst ? [...this.#told] : []
    const now = this.view()
    if (this.#told.unshift(now) > TOLD) this.#told.pop()
    return begun === undefined ? [now, ...earlier] : [now, begun]
  }

  /** After every client is gone: nothing may be left. */
  checkNoLeak(): void {
    const { held } = this.#market
    const lanes = this.#lanes.reduce((size, each) => size + each.size, 0)
    const { cohorts } = this.sessions
    const { subscriptions } = this.counts
    const streams = this.streams.size('sse') + this.streams.size('poll')
    const left = { lanes, cohorts, subscriptions, streams, held: held.length }
    const isEmpty = Object.values(left).every((size) => size === 0)
    hold(isEmpty, 'CFL4', () => `something is left: ${JSON.stringify(left)} ${held.join(' ')}`)
  }

  stop(): void {
    this.sessions.stop()
    this.streams.stop()
  }

  #observer(): ConstructorParameters<typeof Sessions>[0]['observer'] {
    const { counts } = this
    return {
      opened: () => {},
      closed: () => {},
      ending: () => {},
      errorSent: () => {},
      frameSent: () => {},
      skipped: () => counts.skipped++,
      caughtUp: () => counts.caughtUp++,
      subscriptions: (delta) => (counts.subscriptions += delta),
      flushDelayed: () => this.flushes.wrote(),
      flushEnded: () => {},
    }
  }
}
