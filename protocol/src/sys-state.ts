import type { SourceState } from './source-state.js'

/** What `sys/…` topics are about: the gateway that serves the client. */
export const SYS_NAMES = ['gateway', 'announcements', 'commands', 'screens'] as const
export type SysName = (typeof SYS_NAMES)[number]

/** Percentiles of one stage over the last seconds, in ms. */
export interface StagePercentiles {
  readonly p50Ms: number
  readonly p95Ms: number
  readonly p99Ms: number
}

/** State of `sys/gateway`, looked at once a second. A field that is not known is absent. Key order is `GATEWAY_FIELDS`. */
export interface GatewayState {
  readonly server: string
  readonly build: string
  readonly phase: string
  readonly source: SourceState
  readonly startedAt: number
  readonly sampledAt: number
  readonly connections: number
  readonly streams: number
  readonly subscriptions: number
  readonly lanes: number
  readonly cohorts: number
  readonly recordsPerSecond?: number
  readonly segmentsPerSecond?: number
  readonly framesPerSecond?: number
  readonly bytesPerSecond?: number
  readonly conflationRatio: number
  readonly lagRecords?: number
  readonly eventLoopDelayMs?: number
  readonly skippedFrames: number
  readonly catchUps: number
  readonly sendFailures: number
  readonly refused: number
  readonly drainProgress: number
  readonly heapBytes: number
  readonly residentBytes: number
  readonly latency?: { readonly [stage: string]: StagePercentiles }
}
export const GATEWAY_FIELDS = [
  'server',
  'build',
  'phase',
  'source',
  'startedAt',
  'sampledAt',
  'connections',
  'streams',
  'subscriptions',
  'lanes',
  'cohorts',
  'recordsPerSecond',
  'segmentsPerSecond',
  'framesPerSecond',
  'bytesPerSecond',
  'conflationRatio',
  'lagRecords',
  'eventLoopDelayMs',
  'skippedFrames',
  'catchUps',
  'sendFailures',
  'refused',
  'drainProgress',
  'heapBytes',
  'residentBytes',
  'latency',
] as const satisfies readonly (keyof GatewayState)[]

export const SEVERITIES = ['info', 'warning', 'critical'] as const
export type Severity = (typeof SEVERITIES)[number]

/** What an operator tells the people in front of screens; one field of `sys/announcements`, named by its id. */
export interface Announcement {
  /** Plain text, never markup. */
  readonly text: string
  readonly severity: Severity
  /** The names of the screens it is for: `*` stands for any run of characters. */
  readonly screens: string
  /** When it was published, and when it ceases, ms. */
  readonly at: number
  readonly until: number
}

export const SCREEN_COMMANDS = ['reload', 'goto', 'identify'] as const
export type ScreenCommandName = (typeof SCREEN_COMMANDS)[number]

/** What an operator has screens do, once; one field of `sys/commands`, named by its id. */
export interface ScreenCommand {
  readonly command: ScreenCommandName
  /** Of `goto` only: a path of the dashboard, query included. */
  readonly path?: string
  readonly screens: string
  readonly at: number
  readonly until: number
}

/** How a screen's connection is, in its own words. */
export const SCREEN_STATES = [
  'live',
  'lagging',
  'stale',
  'catchingUp',
  'connecting',
  'reconnecting',
  'offline',
  'stopped',
] as const
export type ScreenStateName = (typeof SCREEN_STATES)[number]

/** What a screen reports of itself; null is not known. */
export interface ScreenHealth {
  /** May be empty. */
  readonly name: string
  /** The path that it shows. */
  readonly page: string
  readonly state: ScreenStateName
  readonly build: string
  readonly framesPerSecond: number | null
  readonly frameP95Ms: number | null
  readonly heapBytes: number | null
  /** From when a change was received until it was painted. */
  readonly paint: StagePercentiles | null
}
/** One field of `sys/screens`, named by the screen's id; `at` is when it reported last, ms. */
export type ReportedScreen = ScreenHealth & { readonly at: number }

export interface SysStateByName {
  gateway: GatewayState
  announcements: { readonly [id: string]: Announcement }
  commands: { readonly [id: string]: ScreenCommand }
  screens: { readonly [id: string]: ReportedScreen }
}
/** State of a `sys/…` topic: a record whose fields are told by name. */
export type SysState = SysStateByName[SysName]

/** Whether a screen's name is meant by a pattern: `*` is any run of characters, also none. */
export function isScreenMeant(pattern: string, name: string): boolean {
  const [first = '', ...rest] = pattern.split('*')
  if (rest.length === 0) return pattern === name
  const last = rest.pop() ?? ''
  if (!name.startsWith(first) || name.length < first.length + last.length || !name.endsWith(last)) return false
  let at = first.length
  const end = name.length - last.length
  for (const part of rest) {
    const found = name.indexOf(part, at)
    if (found < 0 || found + part.length > end) return false
    at = found + part.length
  }
  return true
}
