import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sessionOf, sessionOffset, sessionStarts } from './session-days.js'
import { timeTicks, LABEL_PX } from './time-ticks.js'
import { venueZone } from './venue-zone.js'
import { shortOffset, zonedIso, zoneOffsetMs } from './zone-offset.js'
import { zoneTimesFor } from './zone-times.js'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const at = Date.UTC(2024, 7, 8, 0, 30)

describe('time zones', () => {
  it('know what their clocks show, in summer and in winter', () => {
    expect(zoneOffsetMs(at, 'Asia/Shanghai')).toBe(8 * HOUR)
    expect(zoneOffsetMs(at, 'America/New_York')).toBe(-4 * HOUR)
    expect(zoneOffsetMs(Date.UTC(2024, 0, 8, 0, 0, 0, 7), 'America/New_York')).toBe(-5 * HOUR)
    expect(zoneOffsetMs(at, 'UTC')).toBe(0)
    expect(zoneOffsetMs(at, undefined)).toBe(-new Date(at).getTimezoneOffset() * 60_000)
  })
  it('are written so that nobody mistakes them', () => {
    expect(zonedIso(at, 'UTC')).toBe('2024-08-08T00:30:00.000Z')
    expect(zonedIso(at, 'America/New_York')).toBe('2024-08-07T20:30:00.000-04:00')
    expect(zonedIso(at, 'Asia/Kolkata')).toBe('2024-08-08T06:00:00.000+05:30')
    expect([0, 8 * HOUR, -4.5 * HOUR].map(shortOffset)).toEqual(['UTC', 'UTC+8', 'UTC\u22124:30'])
  })
  it('name the same moment, whichever it is', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: Date.UTC(2040, 0) }),
        fc.constantFrom('UTC', 'Asia/Tokyo', 'America/New_York', 'Europe/London', 'Australia/Sydney', undefined),
        (timeMs, zone) => {
          expect(Date.parse(zonedIso(timeMs, zone))).toBe(timeMs)
        },
      ),
    )
  })
  it('are those of venues with a day of their own', () => {
    expect([venueZone('XNAS'), venueZone('sse'), venueZone('usdm'), venueZone('constructor')]).toEqual([
      'America/New_York',
      'Asia/Shanghai',
      undefined,
      undefined,
    ])
  })
  it('write moments as precise as the bars', () => {
    const times = zoneTimesFor('en', 'Asia/Shanghai')
    expect([times.moment(at, 1000), times.moment(at, 60_000), times.moment(at, DAY)]).toEqual([
      '08:30:00',
      '08/08, 08:30',
      'Aug 8, 2024',
    ])
    expect([times.name, times.offset(at)]).toEqual(['Asia/Shanghai', 'UTC+8'])
  })
})

describe('labels of the time axis', () => {
  const shown = (fromMs: number, spanMs: number, widthPx: number, zone: string) =>
    timeTicks({ fromMs, toMs: fromMs + spanMs }, widthPx, zone).map(({ timeMs, kind }) => [
      kind,
      new Date(timeMs + zoneOffsetMs(timeMs, zone)).toISOString().slice(5, 19),
    ])
  it('stand at round times of the zone, new days by their name', () => {
    expect(shown(Date.UTC(2024, 7, 8, 14), 8 * HOUR, 400, 'Asia/Shanghai')).toEqual([
      ['minute', '08-08T22:00:00'],
      ['day', '08-09T00:00:00'],
      ['minute', '08-09T02:00:00'],
      ['minute', '08-09T04:00:00'],
      ['minute', '08-09T06:00:00'],
    ])
    expect(shown(Date.UTC(2024, 7, 8, 0, 0, 58), 10_000, 800, 'UTC').slice(0, 4)).toEqual([
      ['second', '08-08T00:00:58'],
      ['second', '08-08T00:00:59'],
      ['minute', '08-08T00:01:00'],
      ['second', '08-08T00:01:01'],
    ])
  })
  it('of long spans are months and years', () => {
    expect(shown(Date.UTC(2024, 10, 20), 100 * DAY, 300, 'UTC')).toEqual([
      ['month', '12-01T00:00:00'],
      ['year', '01-01T00:00:00'],
      ['month', '02-01T00:00:00'],
    ])
  })
  it('stay at round times when the clocks are changed', () => {
    // 2024-03-10: New York goes from 02:00 to 03:00.
    const times = shown(Date.UTC(2024, 2, 10, 4), 8 * HOUR, 800, 'America/New_York').map(([, time]) => time)
    expect(times).toEqual([...new Set(times)])
    expect(times.every((time) => time?.endsWith(':00:00'))).toBe(true)
  })
  it('lie inside of the window, in order, and never nearer than there is room', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: Date.UTC(2030, 0) }),
        fc.double({ min: 4, max: 11, noNaN: true }).map((power) => 10 ** power),
        fc.integer({ min: 100, max: 3000 }),
        fc.constantFrom('UTC', 'Asia/Kolkata', 'America/New_York'),
        (fromMs, spanMs, widthPx, zone) => {
          const window = { fromMs, toMs: fromMs + spanMs }
          const ticks = timeTicks(window, widthPx, zone)
          ticks.forEach(({ timeMs }, index) => {
            expect(timeMs).toBeGreaterThanOrEqual(window.fromMs)
            expect(timeMs).toBeLessThanOrEqual(window.toMs)
            const before = ticks[index - 1]?.timeMs ?? -Infinity
            // An hour less when the clocks are put forward.
            expect(timeMs - before + HOUR).toBeGreaterThanOrEqual((LABEL_PX / widthPx) * spanMs)
            expect(timeMs).toBeGreaterThan(before)
          })
        },
      ),
    )
  })
})

it('sessions begin once a day, whenever that is', () => {
  expect([sessionOf(DAY + 5, 0), sessionOf(DAY + 5, HOUR), sessionOf(DAY + HOUR, HOUR)]).toEqual([
    DAY,
    HOUR,
    DAY + HOUR,
  ])
  expect([sessionOffset(3 * DAY + HOUR), sessionOffset(undefined), sessionOffset(-HOUR)]).toEqual([HOUR, 0, 23 * HOUR])
  expect(sessionStarts(DAY, 3 * DAY, 0)).toEqual([2 * DAY])
  expect(sessionStarts(DAY - 1, 2 * DAY + 1, 0)).toEqual([DAY, 2 * DAY])
  expect(sessionStarts(DAY, DAY + 5, HOUR)).toEqual([])
})
