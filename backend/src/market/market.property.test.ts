import { ReceivedState, type InputRecord, type Topic } from '@tickwall/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FUTURE_TOLERANCE_MS } from '../ingest/decode-record.js'
import { Ingest } from '../ingest/ingest.js'
import type { LogName, LogRecord, PartitionId, PartitionStart } from '../ingest/source.js'
import { Market } from './market.js'
import type { TopicHandle } from './market-store.js'
import { DAY_MS } from './session-clock.js'
import { topicsOf } from './topic-slot.js'

const SUBJECTS = [
  { kind: 'instrument', instrument: 'x:A' },
  { kind: 'instrument', instrument: 'x:B' },
  { kind: 'metric', host: 'web-1', name: 'cpu' },
] as const
const TOPICS: readonly Topic[] = SUBJECTS.flatMap(topicsOf)
const ringSizes = { trades: 3, bars: 4, metric: 4 }
const beforeMidnight = 19_900 * DAY_MS - 6000

interface Step {
  readonly log: LogName
  readonly record: LogRecord
}

/** How long after the record before, ms: a rush, a pause, or most of a day. */
const gapMs = fc.oneof(fc.nat(1500), fc.constantFrom(0, 61_000, FUTURE_TOLERANCE_MS, 20 * 3_600_000))
/** How long before its record an event happened, ms; negative = a clock that runs ahead. */
const delayMs = fc.oneof(
  { weight: 4, arbitrary: fc.constant(0) },
  { weight: 2, arbitrary: fc.nat(70_000) },
  { weight: 1, arbitrary: fc.constantFrom(DAY_MS, -1000, -FUTURE_TOLERANCE_MS) },
)
const price = fc.constantFrom('10', '10.0', '9.99', '10.01', '-3', '0', '90071992547409931.5')
const size = fc.constantFrom('1', '0', '0.10', '2.000000000000000001')
const optionalSize = fc.option(size)
const instrument = fc.constantFrom('x:A', 'x:B')

type Content =
  | Omit<Extract<InputRecord, { type: 'trade' }>, 'time'>
  | Omit<Extract<InputRecord, { type: 'quote' }>, 'time'>
  | Omit<Extract<InputRecord, { type: 'metric' }>, 'time'>
const contents: fc.Arbitrary<Content> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('trade' as const),
      instrument,
      price,
      size,
      side: fc.constantFrom('buy' as const, 'sell' as const, null),
      id: fc.option(fc.nat(30).map(String)),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('quote' as const),
      instrument,
      bid: price,
      bidSize: optionalSize,
      ask: price,
      askSize: optionalSize,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('metric' as const),
      host: fc.constant('web-1'),
      name: fc.constant('cpu'),
      unit: fc.constantFrom('percent', null),
      value: fc.constantFrom(1, 2.5, -0.1, 1e15),
    }),
  },
)

interface Entry {
  readonly content: Content
  readonly gap: number
  readonly delay: number
  readonly hole: number
  readonly isBad: boolean
}
const entry = fc.record({
  content: contents,
  gap: gapMs,
  delay: delayMs,
  hole: fc.constantFrom(0, 0, 0, 1, 5),
  isBad: fc.nat(9).map((n) => n === 0),
})

/** Two logs in the order of their timestamps: holes, bad records, late, early, duplicate and out-of-order ones. */
function toSteps(entries: readonly Entry[]): Step[] {
  let timestamp = beforeMidnight
  const offsets = { ticks: -1, metrics: -1 }
  return entries.map(({ content, gap, delay, hole, isBad }) => {
    timestamp += gap
    const log = content.type === 'metric' ? 'metrics' : 'ticks'
    const offset = (offsets[log] += 1 + hole)
    const key = Buffer.from(content.type === 'metric' ? content.host : content.instrument)
    // A monitor's clock does not run ahead: at a horizon its seconds are shown earlier than bars.
    const time = timestamp - (content.type === 'metric' ? Math.max(0, delay) : delay)
    const value = Buffer.from(isBad ? '{' : JSON.stringify({ ...content, time }))
    return { log, record: { offset, timestamp, publishedAt: timestamp, key, value } }
  })
}
const logs = (entries: fc.Arbitrary<Entry> = entry): fc.Arbitrary<Step[]> =>
  fc.array(entries, { minLength: 1, maxLength: 60, size: 'max' }).map(toSteps)

class Gateway {
  readonly market = new Market({ sessionStartMs: 0, ringSizes, isHorizonNear: true })
  readonly #ingest = new Ingest(this.market, { bad: () => {}, folded: () => {}, ignored: () => {} })

  constructor(start: (log: LogName) => Omit<PartitionStart, 'epoch'> = () => ({ horizon: 0, horizonMs: null })) {
    for (const log of ['ticks', 'metrics'] as const) this.#ingest.open(partition(log), { epoch: log, ...start(log) })
  }
  read({ log, record }: Step): void {
    this.#ingest.records(partition(log), [record])
  }
  readAll(steps: readonly Step[]): this {
    for (const step of steps) this.read(step)
    return this
  }
  handles(): TopicHandle[] {
    return TOPICS.map((topic) => this.market.handle(topic))
  }
  text(): string {
    return JSON.stringify(this.handles().map((handle) => [handle.name, handle.position(), handle.state()]))
  }
}
const partition = (log: LogName): PartitionId => ({ log, partition: 0 })

/** As after a wire. */
const copy = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value

/** A client of one topic. */
class Follower {
  readonly received: ReceivedState
  constructor(readonly handle: TopicHandle) {
    this.received = new ReceivedState(handle.topic.kind)
  }
  /** A snapshot when no delta will do, else what changed since its position. */
  follow(): 'snapshot' | 'delta' {
    if (this.#resume(this.handle, false)) return 'delta'
    this.received.applySnapshot({ ...this.handle.position(), state: copy(this.handle.state()) })
    return 'snapshot'
  }
  /** Goes on at another gateway; false when that needs a snapshot. */
  resume(handle: TopicHandle): boolean {
    return this.#resume(handle, true)
  }

  #resume(handle: TopicHandle, isForeign: boolean): boolean {
    const { received } = this
    const { epoch, offset } = handle.position()
    if (epoch === '' || received.epoch !== epoch || received.offset > offset) return false
    if (!handle.answers(received.offset, isForeign)) return false
    received.applyChanges(offset, copy(handle.changesSince(received.offset, isForeign) ?? {}))
    return true
  }
}

/** Generous: the machine that runs this may be busy with everything else. */
const TIMEOUT_MS = 60_000

/** Where fold and clients meet: any set of places in the log. */
const flushes = fc.array(fc.nat(60), { maxLength: 12, size: 'max' })

describe('any log', () => {
  it(
    '[POS2] gives a delta from any position that makes what was held there into what is held now (INV3)',
    () => {
      let deltas = 0
      fc.assert(
        fc.property(logs(), flushes, fc.boolean(), (steps, places, isWhole) => {
          const horizonMs = isWhole ? null : (steps[0]?.record.timestamp ?? 0)
          const gateway = new Gateway(() => ({ horizon: 0, horizonMs }))
          const stepwise = gateway.handles().map((handle) => new Follower(handle))
          const sleepers: Follower[] = []
          steps.forEach((step, place) => {
            gateway.read(step)
            if (!places.includes(place)) return
            for (const follower of stepwise) if (follower.follow() === 'delta') deltas++
            sleepers.push(...gateway.handles().map((handle) => new Follower(handle)))
            for (const sleeper of sleepers.slice(-TOPICS.length)) sleeper.follow()
          })
          for (const follower of [...stepwise, ...sleepers]) {
            follower.follow()
            expect(follower.received.state).toEqual(copy(follower.handle.state()))
            expect(follower.handle.changesSince(follower.received.offset)).toBeNull()
          }
        }),
        { numRuns: 100 },
      )
      expect(deltas).toBeGreaterThan(500)
    },
    TIMEOUT_MS,
  )

  it(
    '[LST3] loses exactly the trades that a delta cannot carry',
    () => {
      fc.assert(
        fc.property(logs(), fc.nat(60), (steps, place) => {
          const gateway = new Gateway().readAll(steps.slice(0, place))
          const handle = gateway.market.handle({ kind: 'trades', instrument: 'x:A' })
          const { offset } = handle.position()
          let came = 0
          for (const step of steps.slice(place)) {
            gateway.read(step)
            if (step.log === 'ticks' && handle.changedSince(step.record.offset - 1)) came++
          }
          const changes = handle.changesSince(offset) as { items: unknown[]; lost?: number } | null
          expect((changes?.items.length ?? 0) + (changes?.lost ?? 0)).toBe(came)
          expect(changes?.lost).not.toBe(0)
        }),
      )
    },
    TIMEOUT_MS,
  )

  it(
    '[FOLD8] folds to the same bytes, in whatever portions and however often it is delivered',
    () => {
      fc.assert(
        fc.property(logs(), fc.array(fc.nat(60)), (steps, repeats) => {
          const once = new Gateway().readAll(steps)
          const again = new Gateway()
          again.handles()
          steps.forEach((step, place) => {
            again.read(step)
            // A consumer that is assigned its partition anew reads some of it again.
            for (const back of repeats.filter((at) => at === place))
              again.readAll(steps.slice(Math.max(0, place - back), place))
          })
          expect(again.text()).toBe(once.text())
        }),
      )
    },
    TIMEOUT_MS,
  )

  it(
    '[POS2] brings a client of a gateway that saw more to the same state, where it is answered at all',
    () => {
      const unnumbered = entry.map((one) =>
        one.content.type === 'trade' ? { ...one, content: { ...one.content, id: null } } : one,
      )
      let resumed = 0
      fc.assert(
        fc.property(logs(unnumbered), fc.nat(20), fc.nat(60), (steps, begin, place) => {
          const horizonOf = (log: LogName): Omit<PartitionStart, 'epoch'> => {
            const first = steps.slice(begin).find((step) => step.log === log)?.record
            return { horizon: first?.offset ?? 1e6, horizonMs: first?.timestamp ?? 0 }
          }
          const elder = new Gateway().readAll(steps.slice(0, place))
          const followers = elder.handles().map((handle) => new Follower(handle))
          for (const follower of followers) follower.follow()
          elder.readAll(steps.slice(place))
          const younger = new Gateway(horizonOf).readAll(steps)
          for (const follower of followers) {
            const { received, handle } = follower
            if (!follower.resume(younger.market.handle(handle.topic))) continue
            resumed++
            const { decimals: _held, prevClose: held, ...state } = received.state as Record<string, unknown>
            const { decimals: _true, prevClose, ...expected } = copy(handle.state()) as Record<string, unknown>
            expect(state).toEqual(expected)
            // The younger one may not have seen the day before: then it claims no close, and never a wrong one.
            expect([undefined, prevClose]).toContain(held)
          }
        }),
        { numRuns: 150 },
      )
      expect(resumed).toBeGreaterThan(100)
    },
    TIMEOUT_MS,
  )

  it(
    '[POS2] brings a client of a gateway that saw less to the same fields',
    () => {
      let resumed = 0
      fc.assert(
        fc.property(logs(), fc.nat(20), fc.nat(60), (steps, begin, place) => {
          const horizonOf = (log: LogName): Omit<PartitionStart, 'epoch'> => {
            const first = steps.slice(begin).find((step) => step.log === log)?.record
            return { horizon: first?.offset ?? 1e6, horizonMs: first?.timestamp ?? 0 }
          }
          const younger = new Gateway(horizonOf).readAll(steps.slice(0, place))
          const followers = younger.handles().map((handle) => new Follower(handle))
          for (const follower of followers) follower.follow()
          const elder = new Gateway().readAll(steps)
          for (const follower of followers) {
            const handle = elder.market.handle(follower.handle.topic)
            if (!follower.resume(handle)) continue
            resumed++
            // What a list held before is not told again: a client of the younger one holds less of the past.
            const { items: _held, ...state } = follower.received.state as Record<string, unknown>
            const { items: _true, ...expected } = copy(handle.state()) as Record<string, unknown>
            expect(state).toEqual(expected)
          }
        }),
        { numRuns: 150 },
      )
      expect(resumed).toBeGreaterThan(100)
    },
    TIMEOUT_MS,
  )
})
