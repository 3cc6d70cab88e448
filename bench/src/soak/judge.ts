import { bar, type Bar } from '../report/report.js'
import type { Sample, SoakResult } from './run-soak.js'
import { growth, slopePerHour, type Reading } from './trend.js'

const MIB = 2 ** 20
/** What a page may hold more of every hour. */
const SLOPE_LIMIT = 1
/** A wall that stands still for half a minute is no rotation. */
const SLOWEST_TURN_MS = 30_000

const SCREENS = ['wall', 'trade'] as const
const COUNTS = [
  { field: 'nodes', name: 'DOM nodes' },
  { field: 'listeners', name: 'event listeners' },
  { field: 'timers', name: 'timers' },
  { field: 'canvases', name: 'canvases' },
] as const

/**
 * A data row more or less, a run of a timeline, a glyph of age: what a page shows changes from moment to moment. Medians may differ by three
 * hundredths of the level, and by one.
 */
const allowance = (levels: readonly number[]): number => Math.max(1, Math.round(0.03 * Math.max(0, ...levels)))

const MINUTE_MS = 60_000
/** The gateway's rings of metrics and of the finest bars hold ten minutes at most. */
const FULL_MINUTES = 10

/**
 * What a sample is compared with: the same board, as long after a start of the gateway. After a start its rings are empty, what pages hold of
 * them is small, and grows until they are full: that is no leak, and comes again after each start.
 */
function ageGroup({ shown, atMs }: Sample, events: SoakResult['events']): string {
  const startMs = Math.max(0, ...events.filter((event) => event.atMs <= atMs).map((event) => event.atMs))
  return `${shown} ${Math.min(FULL_MINUTES, Math.floor((atMs - startMs) / MINUTE_MS))}`
}

/** The figures of a soak and their bounds; only samples after the first minutes count. */
export function judge({ samples, warmMs, durationMs, wall, complaints, events }: SoakResult): Bar[] {
  const warm = samples.filter(({ atMs }) => atMs >= warmMs)
  const minutes = Math.round((durationMs - warmMs) / MINUTE_MS)
  const readings = (
    of: (sample: Sample) => number,
    screen: Sample['screen'],
    groupOf: (sample: Sample) => string,
  ): Reading[] =>
    warm
      .filter((sample) => sample.screen === screen)
      .map((sample) => ({ group: groupOf(sample), atMs: sample.atMs, value: of(sample) }))
  const ofAge = (sample: Sample): string => ageGroup(sample, events)
  const slopes = SCREENS.flatMap((screen) => [
    bar(
      `soak, ${screen}: heap after full collections, slope over the last ${minutes} minutes`,
      slopePerHour(readings(({ heapBytes }) => heapBytes / MIB, screen, ofAge)),
      'MiB/h',
      'lower',
      SLOPE_LIMIT,
    ),
    bar(
      `soak, ${screen}: heap of the worker that keeps the link, slope`,
      slopePerHour(readings(({ workerBytes }) => workerBytes / MIB, screen, ofAge)),
      'MiB/h',
      'lower',
      SLOPE_LIMIT,
    ),
  ])
  // A third of the measured time is one life of the gateway.
  const counts = SCREENS.flatMap((screen) =>
    COUNTS.map(({ field, name }) => {
      const counted = readings(
        (sample) => sample[field],
        screen,
        ({ shown }) => shown,
      )
      return bar(
        `soak, ${screen}: ${name}, more in the last third than in the first`,
        growth(counted),
        '',
        'lower',
        allowance(counted.map(({ value }) => value)),
      )
    }),
  )
  const happened = (what: 'restart' | 'upgrade'): number => events.filter(({ event }) => event === what).length
  return [
    ...slopes,
    ...counts,
    bar('soak: console errors, but those about a gateway that was away', complaints.length, '', 'lower', 0),
    bar('soak, wall: frames that showed no painted board', wall.blank.length, '', 'lower', 0),
    bar('soak, wall: frames', wall.frames, '', 'higher', 1),
    bar('soak, wall: boards that came up', wall.turns, '', 'higher', Math.floor(durationMs / SLOWEST_TURN_MS)),
    bar('soak, wall: reloads, for the new build', wall.reloads, '', 'higher', happened('upgrade')),
    bar('soak: restarts of the gateway, besides that of the upgrade', happened('restart'), '', 'higher', 3),
  ]
}
