/** Time zones of venues with a trading day of their own, by the name before the colon; who trades around the clock keeps UTC. */
const ZONES: Readonly<Record<string, string>> = {
  xnas: 'America/New_York',
  xnys: 'America/New_York',
  nasdaq: 'America/New_York',
  nyse: 'America/New_York',
  arcx: 'America/New_York',
  cme: 'America/Chicago',
  cbot: 'America/Chicago',
  xcme: 'America/Chicago',
  xlon: 'Europe/London',
  lse: 'Europe/London',
  xpar: 'Europe/Paris',
  xams: 'Europe/Amsterdam',
  xetr: 'Europe/Berlin',
  xswx: 'Europe/Zurich',
  xtks: 'Asia/Tokyo',
  tse: 'Asia/Tokyo',
  xhkg: 'Asia/Hong_Kong',
  hkex: 'Asia/Hong_Kong',
  xshg: 'Asia/Shanghai',
  sse: 'Asia/Shanghai',
  xshe: 'Asia/Shanghai',
  szse: 'Asia/Shanghai',
  xses: 'Asia/Singapore',
  xkrx: 'Asia/Seoul',
  xtai: 'Asia/Taipei',
  xbom: 'Asia/Kolkata',
  xnse: 'Asia/Kolkata',
  xasx: 'Australia/Sydney',
}

/** The time zone of a venue, undefined where none is known. Case does not matter. */
export const venueZone = (venue: string): string | undefined =>
  Object.hasOwn(ZONES, venue.toLowerCase()) ? ZONES[venue.toLowerCase()] : undefined
