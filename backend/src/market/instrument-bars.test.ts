import { BAR_INTERVALS, RING_SIZES } from '@tickwall/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BarsFold } from './bars-fold.js'
import { noCounts } from './fold-counts.js'
import { InstrumentBars } from './instrument-bars.js'
import { DAY_MS } from './session-clock.js'
import { trade } from './testing/ticks.js'
import type { TopicFold } from './topic-fold.js'
import { SEES_ALL } from './topic-fold.js'
import { TradeRun } from './trade-run.js'

const noon = 19_900 * DAY_MS + DAY_MS / 2
const ringSizes = { ...RING_SIZES, bars: 4 }

/** What a trade does, how long after the one before, and whether somebody looks then. */
const step = fc.record({
  price: fc.constantFrom('10', '10.0', '9.99', '10.01', '-3', '90071992547409931.5'),
  size: fc.constantFrom('1', '0', '0.10', '2.000000000000000001'),
  gapMs: fc.oneof({ weight: 3, arbitrary: fc.nat(400) }, fc.integer({ min: -7_000, max: 7_000 })),
  looks: fc.boolean(),
})

const told = (fold: TopicFold, offset: number): unknown => [
  fold.version,
  fold.publishedAt,
  fold.state(),
  fold.changesSince(offset, false),
  fold.answers(offset, true),
]

describe('InstrumentBars', () => {
  it('[FOLD6] tells what folds would that take in one trade after the other, whenever somebody looks', () => {
    const cases = fc.record({
      steps: fc.array(step, { maxLength: 60, size: 'max' }),
      // A day may begin within a second.
      sessionStartMs: fc.constantFrom(0, DAY_MS / 2 + 1_500),
      blindMs: fc.constantFrom(null, 2_000, 60_000),
    })
    fc.assert(
      fc.property(cases, ({ steps, sessionStartMs, blindMs }) => {
        const counts = [noCounts(), noCounts()] as const
        const bars = new InstrumentBars({ sessionStartMs, ringSizes, counts: counts[0] })
        const alone = BAR_INTERVALS.map((each) => new BarsFold(each, sessionStartMs, counts[1], ringSizes.bars))
        const blindUntilMs = blindMs === null ? SEES_ALL : noon + blindMs
        let time = noon
        steps.forEach(({ price, size, gapMs, looks }, offset) => {
          time += gapMs
          const tick = trade(price, size, time)
          bars.trade(tick, offset, offset + 7)
          for (const fold of alone) fold.add(new TradeRun(tick, offset, offset + 7))
          if (offset === 20) for (const fold of [...bars.topics, ...alone]) fold.withhold(blindUntilMs, SEES_ALL)
          if (!looks && offset < steps.length - 1) return
          bars.topics.forEach((topic, i) =>
            expect(told(topic, offset - 5)).toEqual(told(alone[i] as TopicFold, offset - 5)),
          )
        })
        expect(counts[0]).toEqual(counts[1])
      }),
      { numRuns: 300 },
    )
  })
})
