import { isScreenMeant, SEVERITIES, type Announcement, type Severity } from '@tickwall/protocol'

/** An announcement as it is shown. */
export interface ShownAnnouncement {
  readonly id: string
  readonly text: string
  readonly severity: Severity
  readonly until: number
}

const isAnnouncement = (value: unknown): value is Announcement => {
  if (typeof value !== 'object' || value === null) return false
  const { text, severity, screens, at, until } = value as Partial<Record<keyof Announcement, unknown>>
  const isTold = typeof text === 'string' && typeof screens === 'string'
  return isTold && SEVERITIES.some((known) => known === severity) && typeof at === 'number' && typeof until === 'number'
}

/** What is in force for a screen: the gravest first, of equals the newest. `state` is that of `sys/announcements`. */
export function announced(state: object, screen: string, nowMs: number): readonly ShownAnnouncement[] {
  const inForce = Object.entries(state).flatMap(([id, value]: [string, unknown]) =>
    isAnnouncement(value) && value.until > nowMs && isScreenMeant(value.screens, screen) ? [{ ...value, id }] : [],
  )
  const gravity = ({ severity }: Announcement): number => SEVERITIES.indexOf(severity)
  return inForce.sort((a, b) => gravity(b) - gravity(a) || b.at - a.at)
}
