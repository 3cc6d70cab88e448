/** A time zone as `Intl` takes it; undefined is the viewer's own. */
export type Zone = string | undefined

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string): Intl.DateTimeFormat {
  const known =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  formats.set(zone, known)
  return known
}

const MINUTE_MS = 60_000

/** What the clocks of a zone show beyond UTC at that moment, ms; a few microseconds for a named zone. */
export function zoneOffsetMs(timeMs: number, zone: Zone): number {
  if (zone === undefined) return -new Date(timeMs).getTimezoneOffset() * MINUTE_MS
  if (zone === 'UTC') return 0
  const parts = new Map(
    formatOf(zone)
      .formatToParts(timeMs)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return shown - Math.floor(timeMs / 1000) * 1000
}

/** `+08:00`, `-05:00`, `Z`: the offset as ISO 8601 writes it. */
export function printOffset(offsetMs: number): string {
  if (offsetMs === 0) return 'Z'
  const minutes = Math.abs(Math.round(offsetMs / MINUTE_MS))
  const two = (value: number) => String(value).padStart(2, '0')
  return `${offsetMs < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

/** `UTC`, `UTC+8`, `UTC−4:30`: short enough for the corner of a chart. */
export function shortOffset(offsetMs: number): string {
  if (offsetMs === 0) return 'UTC'
  const minutes = Math.abs(Math.round(offsetMs / MINUTE_MS))
  const rest = minutes % 60
  const text = `${Math.floor(minutes / 60)}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`
  return `UTC${offsetMs < 0 ? '\u2212' : '+'}${text}`
}

/** A moment in ISO 8601 with the clock of a zone and its offset: unambiguous, whoever reads it. */
export function zonedIso(timeMs: number, zone: Zone): string {
  const offsetMs = zoneOffsetMs(timeMs, zone)
  const text = new Date(timeMs + offsetMs).toISOString()
  return text.slice(0, -1) + printOffset(offsetMs)
}
