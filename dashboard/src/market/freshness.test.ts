import { describe, expect, it } from 'vitest'
import { freshness, silenceLimitMs, type FreshnessInput, type FreshnessState } from './freshness.js'

const NOW = 1_000_000

/** All is well: changed 200 ms ago, as its venue did. */
const fresh: FreshnessInput = {
  nowMs: NOW,
  isPaused: false,
  link: 'live',
  isSuspect: false,
  source: 'live',
  stage: 'current',
  eventAtMs: NOW - 250,
  changedAtMs: NOW - 200,
  expectedIntervalMs: 1_000,
  groupChangedAtMs: NOW - 200,
  groupExpectedIntervalMs: 1_000,
  lagP95Ms: 40,
  isDegraded: false,
  gapAtMs: null,
}

const silentFor = (ms: number): Partial<FreshnessInput> => ({ eventAtMs: NOW - ms, changedAtMs: NOW - ms })
const venueSilentFor = (ms: number): Partial<FreshnessInput> => ({ ...silentFor(ms), groupChangedAtMs: NOW - ms })

type Row = [title: string, changes: Partial<FreshnessInput>, state: FreshnessState, isDim: boolean]

const TABLE: readonly Row[] = [
  ['all is well', {}, 'live', false],
  ['no snapshot yet', { stage: 'waiting', eventAtMs: null, changedAtMs: null }, 'connecting', true],
  ['no snapshot yet, but values of before', { stage: 'waiting' }, 'connecting', true],
  ['the first connection is under way', { link: 'connecting' }, 'connecting', true],
  ['a lag of a second', { lagP95Ms: 1_000 }, 'live', false],
  ['a lag above a second', { lagP95Ms: 1_400 }, 'lagging', false],
  ['a lowered rate', { isDegraded: true }, 'lagging', false],
  ['changes that tell of long ago', { eventAtMs: NOW - 60_000 }, 'lagging', false],
  ['an unknown lag', { lagP95Ms: null }, 'live', false],
  ['silent for 5 s', silentFor(5_000), 'live', false],
  ['silent for more than 5 s while the venue moves', silentFor(5_001), 'quiet', false],
  ['silent for an hour while the venue moves', silentFor(3_600_000), 'quiet', false],
  ['silent for less than three of its intervals', { ...silentFor(8_000), expectedIntervalMs: 3_000 }, 'live', false],
  ['silent for more than three of its intervals', { ...silentFor(9_001), expectedIntervalMs: 3_000 }, 'quiet', false],
  ['quiet and the way lags', { ...silentFor(60_000), lagP95Ms: 2_000 }, 'quiet', false],
  ['the venue silent for 5 s', venueSilentFor(5_000), 'live', false],
  ['the venue silent for more than 5 s', venueSilentFor(5_001), 'stale', true],
  [
    'a slow host within three of its intervals',
    { ...venueSilentFor(25_000), expectedIntervalMs: 10_000, groupExpectedIntervalMs: 10_000 },
    'live',
    false,
  ],
  ['the source lost', { source: 'lost' }, 'stale', true],
  ['a ping that stays unanswered', { isSuspect: true }, 'stale', true],
  ['the socket lost', { link: 'reconnecting' }, 'reconnecting', true],
  ['the socket lost, the source too', { link: 'reconnecting', source: 'lost' }, 'reconnecting', true],
  ['resumed, the first delta under way', { stage: 'catchingUp', link: 'catchingUp' }, 'catchingUp', false],
  ['current, while others catch up', { link: 'catchingUp' }, 'live', false],
  ['the gateway reads its log', { source: 'catchingUp' }, 'catchingUp', false],
  ['a reset just now', { gapAtMs: NOW - 1_000 }, 'gap', false],
  ['a reset a while ago', { gapAtMs: NOW - 10_000 }, 'live', false],
  [
    'a reset just now, and then silence of the venue',
    { gapAtMs: NOW - 9_000, ...venueSilentFor(9_000) },
    'stale',
    true,
  ],
  ['frozen by the user', { isPaused: true }, 'paused', false],
  ['frozen by the user, the socket lost', { isPaused: true, link: 'reconnecting' }, 'paused', false],
  ['refused', { stage: 'denied' }, 'denied', false],
  ['refused, then offline', { stage: 'denied', link: 'offline' }, 'denied', false],
  ['offline', { link: 'offline' }, 'offline', true],
  ['the link stopped for good', { link: 'stopped' }, 'offline', true],
]

describe('freshness', () => {
  it.each(TABLE)('%s', (_title, changes, state, isDim) => {
    const seen = freshness({ ...fresh, ...changes })
    expect([seen.state, seen.isDim]).toEqual([state, isDim])
  })

  it('the age is the server clock minus the newest event, never below 0', () => {
    expect(freshness(fresh).ageMs).toBe(250)
    expect(freshness({ ...fresh, eventAtMs: NOW + 500 }).ageMs).toBe(0)
    expect(freshness({ ...fresh, eventAtMs: null }).ageMs).toBe(200)
    expect(freshness({ ...fresh, eventAtMs: null, changedAtMs: null }).ageMs).toBeNull()
  })

  it('says how late lagging data are: by the way, or by what they tell', () => {
    expect(freshness({ ...fresh, lagP95Ms: 1_400 }).lateMs).toBe(1_400)
    expect(freshness({ ...fresh, eventAtMs: NOW - 60_000 }).lateMs).toBe(60_000)
    expect(freshness(fresh).lateMs).toBeNull()
  })

  it('says how many updates are held while paused, and only then', () => {
    expect(freshness({ ...fresh, isPaused: true, heldUpdates: 312 }).heldUpdates).toBe(312)
    expect(freshness({ ...fresh, isPaused: true }).heldUpdates).toBe(0)
    expect(freshness({ ...fresh, heldUpdates: 312 })).not.toHaveProperty('heldUpdates')
  })

  /** Of two reasons that hold at once, the one that is told. */
  const REASONS: readonly [FreshnessState, Partial<FreshnessInput>][] = [
    ['paused', { isPaused: true }],
    ['denied', { stage: 'denied' }],
    ['offline', { link: 'offline' }],
    ['reconnecting', { link: 'reconnecting' }],
    ['connecting', { link: 'connecting' }],
    ['stale', { source: 'lost' }],
    ['catchingUp', { source: 'catchingUp' }],
    ['gap', { gapAtMs: NOW - 1_000 }],
    ['quiet', { eventAtMs: NOW - 6_000, changedAtMs: NOW - 6_000 }],
    ['lagging', { lagP95Ms: 2_000 }],
    ['live', {}],
  ]
  const isPossible = ([, a]: (typeof REASONS)[number], [, b]: (typeof REASONS)[number]) =>
    Object.keys(a).every((key) => !(key in b))
  const PAIRS = REASONS.flatMap((first, i) =>
    REASONS.slice(i + 1).flatMap((second) => (isPossible(first, second) ? [[first, second] as const] : [])),
  )
  it.each(PAIRS.map(([first, second]) => [first[0], second[0], first[1], second[1]] as const))(
    '%s is told before %s',
    (state, _other, first, second) => {
      expect(freshness({ ...fresh, ...second, ...first }).state).toBe(state)
    },
  )

  it('every state of the table is reached', () => {
    expect(new Set(REASONS.map(([state]) => state))).toEqual(new Set(TABLE.map(([, , state]) => state)))
  })

  it('a silence is one above three intervals, and above 5 s', () => {
    expect([silenceLimitMs(1_000), silenceLimitMs(1_700), silenceLimitMs(10_000)]).toEqual([5_000, 5_100, 30_000])
  })
})
