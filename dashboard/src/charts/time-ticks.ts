import type { TimeWindow } from './time-view.js'
import { zoneOffsetMs, type Zone } from './zone-offset.js'

/** What a label of the time axis says: the coarsest part of the clock that is new there. */
export type TickKind = 'second' | 'minute' | 'day' | 'month' | 'year'

export interface TimeTick {
  readonly timeMs: number
  readonly kind: TickKind
}

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** Distances between labels that a reader can count in; each divides a day, or is whole days. */
const STEPS_MS = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND_MS),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 4, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 4, 7].map((days) => days * DAY_MS),
]
const STEPS_MONTHS = [1, 2, 3, 6, 12, 24, 60, 120]
/** The shortest month: labels of months are never nearer than this. */
const MONTH_MS = 28 * DAY_MS

/** Room that a label wants. */
export const LABEL_PX = 72

/** Round moments of a zone's clock inside the window, as many as there is room for, oldest first. */
export function timeTicks(window: TimeWindow, widthPx: number, zone: Zone): TimeTick[] {
  const leastMs = (LABEL_PX / Math.max(1, widthPx)) * (window.toMs - window.fromMs)
  const stepMs = STEPS_MS.find((step) => step >= leastMs)
  return stepMs === undefined ? monthTicks(window, leastMs, zone) : clockTicks(window, stepMs, zone)
}

function clockTicks({ fromMs, toMs }: TimeWindow, stepMs: number, zone: Zone): TimeTick[] {
  const ticks: TimeTick[] = []
  const start = Math.floor((fromMs + zoneOffsetMs(fromMs, zone)) / stepMs) * stepMs
  const count = Math.ceil((toMs - fromMs) / stepMs) + 2
  for (let index = 0; index < count; index++) {
    const clockMs = start + index * stepMs
    const timeMs = atClock(clockMs, zone)
    // When the clocks are put forward two of them fall together.
    if (timeMs >= fromMs && timeMs <= toMs && timeMs !== ticks.at(-1)?.timeMs)
      ticks.push({ timeMs, kind: kindOf(clockMs, stepMs) })
  }
  return ticks
}

function monthTicks({ fromMs, toMs }: TimeWindow, leastMs: number, zone: Zone): TimeTick[] {
  const months = STEPS_MONTHS.find((step) => step * MONTH_MS >= leastMs) ?? 120
  const ticks: TimeTick[] = []
  const first = new Date(fromMs + zoneOffsetMs(fromMs, zone))
  const start = Math.floor((first.getUTCFullYear() * 12 + first.getUTCMonth()) / months) * months
  for (let month = start; ; month += months) {
    const timeMs = atClock(Date.UTC(Math.floor(month / 12), month % 12), zone)
    if (!(timeMs <= toMs)) return ticks
    if (timeMs >= fromMs) ticks.push({ timeMs, kind: month % 12 === 0 ? 'year' : 'month' })
  }
}

/** The moment at which the zone's clock shows this, given as if it were UTC. */
const atClock = (clockMs: number, zone: Zone): number =>
  clockMs - zoneOffsetMs(clockMs - zoneOffsetMs(clockMs, zone), zone)

function kindOf(clockMs: number, stepMs: number): TickKind {
  if (clockMs % DAY_MS !== 0) return stepMs < MINUTE_MS && clockMs % MINUTE_MS !== 0 ? 'second' : 'minute'
  const clock = new Date(clockMs)
  if (clock.getUTCDate() !== 1) return 'day'
  return clock.getUTCMonth() === 0 ? 'year' : 'month'
}
