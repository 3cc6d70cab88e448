import type { Rate } from '@tickwall/protocol'
import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../test/fakes/manual-clock.js'
import { TableMarket } from '../../test/fakes/table-market.js'
import type { Flush } from '../lanes/flush-clock.js'
import { jsonCodec } from '../lanes/frame-codec.js'
import type { Lane } from '../lanes/lane.js'
import { Lanes } from '../lanes/lanes.js'
import type { Cohort, CohortMember } from './cohort.js'
import { Cohorts } from './cohorts.js'

const member = (): CohortMember => ({ isClear: true, deliver: () => true, leaveStep: () => undefined })

function population() {
  const market = new TableMarket()
  const lanes = new Lanes({ store: market, clock: new ManualClock() })
  const cohorts = new Cohorts()
  market.set('quote/bench:A', { last: '1' })
  market.set('quote/bench:B', { last: '1' })
  const lanesAt = (rates: readonly Rate[]): Lane[] =>
    rates.map((rate, i) =>
      lanes.lane(market.handle({ kind: 'quote', instrument: i === 0 ? 'bench:A' : 'bench:B' }), rate),
    )
  const join = (...rates: Rate[]): Cohort => cohorts.move(member(), null, lanesAt(rates), jsonCodec) as Cohort
  const due = (...rates: Rate[]): readonly Cohort[] =>
    cohorts.dueAt({ n: 1, ts: 0, dueMs: 0, beganMs: 0, isDue: (rate: Rate) => rates.includes(rate) } satisfies Flush)
  return { cohorts, join, due }
}

describe('the sets that a flush asks', () => {
  it('are those of which some topic is due', () => {
    const { join, due } = population()
    const [fast, slow, both] = [join(10), join(1), join(10, 1)]
    expect(due(20)).toEqual([])
    expect(new Set(due(10))).toEqual(new Set([fast, both]))
    expect(new Set(due(10, 1))).toEqual(new Set([fast, slow, both]))
  })

  it('are at a flush of `raw` those that heard of a change', () => {
    const { join, due } = population()
    const raw = join('raw')
    join('raw', 10)
    expect(due('raw')).toEqual([])
    raw.spoke()
    raw.spoke()
    expect(due('raw')).toEqual([raw])
    expect(due('raw')).toEqual([])
  })

  it('are gone with their last member', () => {
    const { cohorts, join, due } = population()
    const only = member()
    const cohort = join(10)
    cohorts.move(only, cohort, [], jsonCodec)
    expect([cohorts.size, due(10)]).toEqual([0, []])
  })
})
