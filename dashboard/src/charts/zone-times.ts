import type { TimeTick } from './time-ticks.js'
import { shortOffset, zoneOffsetMs, type Zone } from './zone-offset.js'

/** How a chart writes moments, in one language and one time zone. */
export interface ZoneTimes {
  readonly zone: Zone
  /** The zone's own name: `UTC`, `Asia/Shanghai`. */
  readonly name: string
  /** `UTC+8`: what the clocks of the zone show at that moment. */
  offset(timeMs: number): string
  /** Date and time as precise as bars of this length need. */
  moment(timeMs: number, barMs: number): string
  /** Date and time to the second. */
  stamp(timeMs: number): string
  tick(tick: TimeTick): string
}

const made = new Map<string, ZoneTimes>()

/** Cached by language and zone: making the formats is dear. */
export function zoneTimesFor(locale: string, zone: Zone): ZoneTimes {
  const key = `${locale} ${zone ?? ''}`
  const known = made.get(key) ?? makeZoneTimes(locale, zone)
  made.set(key, known)
  return known
}

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

function makeZoneTimes(locale: string, zone: Zone): ZoneTimes {
  const format = (options: Intl.DateTimeFormatOptions) => {
    const made = new Intl.DateTimeFormat(locale, { hourCycle: 'h23', timeZone: zone, ...options })
    return (timeMs: number) => made.format(timeMs)
  }
  const clock = { hour: '2-digit', minute: '2-digit' } as const
  const precise = { ...clock, second: '2-digit' } as const
  const year = format({ year: 'numeric' })
  const month = format({ month: 'short' })
  const day = format({ month: 'short', day: 'numeric' })
  const minute = format(clock)
  const second = format(precise)
  const date = format({ year: 'numeric', month: 'short', day: 'numeric' })
  const minuteOfDay = format({ month: '2-digit', day: '2-digit', ...clock })
  const stamp = format({ year: 'numeric', month: '2-digit', day: '2-digit', ...precise })
  const ticks = { year, month, day, minute, second }
  return {
    zone,
    name: zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    offset: (timeMs) => shortOffset(zoneOffsetMs(timeMs, zone)),
    moment: (timeMs, barMs) => (barMs >= DAY_MS ? date : barMs >= MINUTE_MS ? minuteOfDay : second)(timeMs),
    stamp,
    tick: ({ timeMs, kind }) => ticks[kind](timeMs),
  }
}
