/** What a scenario says of itself as it starts; `startAtMs` is ms since the epoch, other times are ms after that. */
export interface AnnouncedPlan {
  readonly startAtMs: number
  readonly [name: string]: number
}

/** Reads the line by which a scenario announces its plan (loadtest/lib/announce.ts), or null when it is another line. */
export function readAnnouncement(line: string): AnnouncedPlan | null {
  const [, pairs] = /\bplan ((?:[A-Za-z]+=\d+ ?)+)/.exec(line) ?? []
  if (pairs === undefined) return null
  const plan = Object.fromEntries(
    pairs
      .trim()
      .split(' ')
      .map((pair): [string, number] => {
        const [name = '', value] = pair.split('=')
        return [name, Number(value)]
      }),
  )
  return plan['startAtMs'] === undefined ? null : { ...plan, startAtMs: plan['startAtMs'] }
}
