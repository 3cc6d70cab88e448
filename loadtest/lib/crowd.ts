import exec from 'k6/execution'
import { clearInterval, setInterval, setTimeout } from 'k6/timers'
import type { Options } from 'k6/options'
import { compareWithServer } from './compare-states.ts'
import { clockOffsetMs } from './clock.ts'
import { tickAgeMs, topicsPerSocket } from './measures.ts'
import { socketUrl, token, wholeNumber, type CrowdSize } from './parameters.ts'
import { tellFrames } from './tally.ts'
import { quoteTopics, topicsOf } from './topics.ts'
import { touchMemory } from './touch-memory.ts'
import { Watcher, type WatcherOptions } from './watcher.ts'

/** One socket in so many decodes every frame: k6's engine parses slowly, and shares its cores with what it measures. */
const DECODES_EVERY = 50
/** All have joined their shared streams by then, so that what is measured is a crowd that stands. */
const SETTLE_MS = 3000
/** Time for the comparison with `/snapshot` after what is measured: several rounds, each until the client's next frame. */
export const COMPARE_MS = wholeNumber('COMPARE_MS', 12_000, 0)
const BEATS = 10
const BEAT_MS = 100

export interface Setup {
  readonly names: readonly string[]
  /** When the first client opens, by this machine's clock. */
  readonly startAtMs: number
  readonly clockOffsetMs: number
}

/** What all engines need to know, found out once. START_AT (ms) is the same for all load machines of a run; TOUCH_MIB is memory that they will need. */
export function prepare(): Setup {
  touchMemory(wholeNumber('TOUCH_MIB', 0, 0))
  const names = quoteTopics()
  return {
    names,
    startAtMs: Math.max(wholeNumber('START_AT', 0, 0), Date.now() + 1000),
    clockOffsetMs: clockOffsetMs(names[0] as string),
  }
}

/** The time line of a crowd, in ms after its start. */
export interface Schedule {
  readonly measuredFromMs: number
  readonly measuredToMs: number
  readonly endMs: number
}

export const scheduleOf = ({ rampMs, seconds }: Pick<CrowdSize, 'rampMs' | 'seconds'>): Schedule => ({
  measuredFromMs: rampMs + SETTLE_MS,
  measuredToMs: rampMs + SETTLE_MS + seconds * 1000,
  endMs: rampMs + SETTLE_MS + seconds * 1000 + COMPARE_MS,
})

/** Options of a scenario in which each engine runs once, and lasts until `endMs`. */
export const crowdOptions = (
  name: string,
  vus: number,
  endMs: number,
  thresholds: NonNullable<Options['thresholds']>,
): Options => ({
  scenarios: {
    [name]: { executor: 'per-vu-iterations', vus, iterations: 1, maxDuration: `${Math.ceil(endMs / 1000) + 60}s` },
  },
  setupTimeout: '120s',
  thresholds,
  summaryTrendStats: ['med', 'p(95)', 'p(99)', 'max', 'count'],
})

export interface CrowdOptions {
  readonly size: CrowdSize
  readonly schedule: Schedule
  /** When client number `index` of all opens, ms after the start; default evenly over the ramp. */
  readonly openAtMs?: (index: number) => number
  /** What differs from client to client. */
  readonly clientOptions?: (index: number) => Partial<WatcherOptions>
  /** Sees each client once it has been opened, e.g. to have it leave and return. */
  readonly onOpened?: (watcher: Watcher, index: number) => void
  /** Whether the states of clients that decode are compared at the end; default true. */
  readonly compares?: boolean
}

export interface Crowd {
  readonly watchers: readonly Watcher[]
  /** Calls back at a time after the start, ms; at once when it is past. */
  at(ms: number, callback: () => void): void
}

/** This engine's share of a crowd: opens them, has them acknowledge, and sends them home at the end. */
export function crowd({ names, startAtMs, clockOffsetMs }: Setup, options: CrowdOptions): Crowd {
  const { size, schedule, clientOptions, onOpened } = options
  const { connections, vus, rampMs, topics, maxHz } = size
  const vu = exec.vu.idInTest - 1
  const mine = Math.floor(connections / vus) + (vu < connections % vus ? 1 : 0)
  const openAtMs = options.openAtMs ?? ((index: number): number => (index / connections) * rampMs)
  const at = (ms: number, callback: () => void): void => {
    setTimeout(callback, Math.max(0, startAtMs + ms - Date.now()))
  }
  const measuredFromMs = startAtMs + schedule.measuredFromMs
  const measuredToMs = startAtMs + schedule.measuredToMs
  const tellAge = (ageMs: number, nowMs: number): void => {
    if (nowMs >= measuredFromMs && nowMs <= measuredToMs) tickAgeMs.add(ageMs)
  }
  topicsPerSocket.add(Math.min(topics, names.length))

  const watchers = Array.from({ length: mine }, (_, i) => {
    const index = vu + i * vus
    const client = size.firstClient + index
    const watcher = new Watcher({
      url: socketUrl,
      topics: topicsOf(client, names, topics),
      maxHz,
      decodes: client % DECODES_EVERY === 0,
      tellAge,
      clockOffsetMs,
      ...(token === undefined ? {} : { token }),
      ...clientOptions?.(index),
    })
    at(openAtMs(index), () => {
      watcher.open()
      onOpened?.(watcher, index)
    })
    return watcher
  })

  // Acknowledged once a second each, spread over it: one timer for all costs less than one for each.
  let beat = 0
  const beats = setInterval(() => {
    for (let i = beat % BEATS; i < watchers.length; i += BEATS) watchers[i]?.ack()
    if (++beat % BEATS === 0) tellFrames()
  }, BEAT_MS)
  if (options.compares !== false) {
    at(schedule.measuredToMs, () => {
      compareWithServer(watchers.filter(({ states }) => states !== null))
    })
  }
  at(schedule.endMs, () => {
    clearInterval(beats)
    tellFrames()
    for (const watcher of watchers) watcher.leave()
  })
  return { watchers, at }
}
