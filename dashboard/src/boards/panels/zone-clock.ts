/** What a clock of a time zone shows; null for a zone that the browser does not know. */
export interface ZoneClock {
  time(ms: number): string
  date(ms: number): string
  /** The zone as it is called: `GMT+8`. */
  zone(ms: number): string
}

/** `zone` is a name of the IANA data base (`Asia/Shanghai`), empty for the viewer's own. Never throws. */
export function zoneClock(locale: string, zone: string): ZoneClock | null {
  const options = zone === '' ? {} : { timeZone: zone }
  try {
    const time = new Intl.DateTimeFormat(locale, {
      ...options,
      hourCycle: 'h23',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
    const date = new Intl.DateTimeFormat(locale, { ...options, weekday: 'short', day: 'numeric', month: 'short' })
    const named = new Intl.DateTimeFormat(locale, { ...options, timeZoneName: 'shortOffset' })
    return {
      time: (ms) => time.format(ms),
      date: (ms) => date.format(ms),
      zone: (ms) => named.formatToParts(ms).find(({ type }) => type === 'timeZoneName')?.value ?? '',
    }
  } catch {
    // A RangeError: the zone is not known here.
    return null
  }
}
