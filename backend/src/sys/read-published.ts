import {
  SCREEN_COMMANDS,
  SCREEN_STATES,
  SEVERITIES,
  type Announcement,
  type ScreenCommand,
  type ScreenHealth,
  type StagePercentiles,
} from '@tickwall/protocol'
import { isViewPath } from './view-path.js'

/** What a body says, or in one sentence why it is not understood; the sentence repeats nothing of it. */
export type Read<Value> =
  | { readonly ok: true; readonly id: string | null; readonly value: Value }
  | { readonly ok: false; readonly message: string }

const MAX_TEXT_CHARS = 280
const MAX_NAME_CHARS = 64
const MAX_PAGE_CHARS = 200
const DAY_SECONDS = 86_400
const ANNOUNCED_SECONDS = 3600
/** A command is for screens that are there: who comes later has missed it. */
const COMMAND_SECONDS = 30
const MAX_COMMAND_SECONDS = 300
/** No figure of a screen is larger: 2^48 bytes, milliseconds or frames. */
const MOST = 281_474_976_710_656

const ID = /^[\da-f]{16}$/
// Control characters, and what turns the direction of the text around it.
const UNSEEN = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u

type Body = Readonly<Record<string, unknown>>

const isLine = (value: unknown, minChars: number, maxChars: number): value is string =>
  typeof value === 'string' && value.length >= minChars && value.length <= maxChars && !UNSEEN.test(value)

const isOneOf = <T extends string>(value: unknown, all: readonly T[]): value is T => all.some((each) => each === value)

const isWhole = (value: unknown, most: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most

const isFigure = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 && value <= MOST

const fault = (message: string): { readonly ok: false; readonly message: string } => ({ ok: false, message })

function objectIn(text: string): Body | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Body) : null
  } catch {
    // The only way JSON.parse says so.
    return null
  }
}

const NO_OBJECT = fault('the body must be a JSON object')
const NO_ID = fault('id must be 16 hexadecimal digits in small letters')
const NO_SCREENS = fault(`screens must be a pattern of at most ${String(MAX_NAME_CHARS)} characters`)
const noSeconds = (most: number) => fault(`seconds must be a whole number from 1 to ${String(most)}`)

/** `{"text","severity"?,"screens"?,"seconds"?,"id"?}` */
export function readAnnouncement(body: string, nowMs: number): Read<Announcement> {
  const asked = objectIn(body)
  if (asked === null) return NO_OBJECT
  const { text, severity = 'info', screens = '*', seconds = ANNOUNCED_SECONDS, id = null } = asked
  if (!isLine(text, 1, MAX_TEXT_CHARS) || text.trim() === '')
    return fault(`text must have 1 to ${String(MAX_TEXT_CHARS)} characters, in one line`)
  if (!isOneOf(severity, SEVERITIES)) return fault(`severity must be one of ${SEVERITIES.join(', ')}`)
  if (!isLine(screens, 1, MAX_NAME_CHARS)) return NO_SCREENS
  if (!isWhole(seconds, DAY_SECONDS)) return noSeconds(DAY_SECONDS)
  if (id !== null && !isId(id)) return NO_ID
  return { ok: true, id, value: { text, severity, screens, at: nowMs, until: nowMs + seconds * 1000 } }
}

/** `{"command","path"?,"screens"?,"seconds"?,"id"?}` */
export function readCommand(body: string, nowMs: number): Read<ScreenCommand> {
  const asked = objectIn(body)
  if (asked === null) return NO_OBJECT
  const { command, path, screens = '*', seconds = COMMAND_SECONDS, id = null } = asked
  if (!isOneOf(command, SCREEN_COMMANDS)) return fault(`command must be one of ${SCREEN_COMMANDS.join(', ')}`)
  if (!isLine(screens, 1, MAX_NAME_CHARS)) return NO_SCREENS
  if (!isWhole(seconds, MAX_COMMAND_SECONDS)) return noSeconds(MAX_COMMAND_SECONDS)
  if (id !== null && !isId(id)) return NO_ID
  const times = { screens, at: nowMs, until: nowMs + seconds * 1000 }
  if (command !== 'goto') return { ok: true, id, value: { command, ...times } }
  if (!isLine(path, 1, MAX_PAGE_CHARS) || !isViewPath(path))
    return fault('path must be that of a view of the dashboard')
  return { ok: true, id, value: { command, path, ...times } }
}

/** `ScreenHealth` with the screen's own `id`. */
export function readHealth(body: string): Read<ScreenHealth> {
  const told = objectIn(body)
  if (told === null) return NO_OBJECT
  const { id, name, page, state, build, framesPerSecond, frameP95Ms, heapBytes, paint } = told
  if (!isId(id)) return NO_ID
  if (!isLine(name, 0, MAX_NAME_CHARS)) return fault(`name must have at most ${String(MAX_NAME_CHARS)} characters`)
  if (!isLine(page, 1, MAX_PAGE_CHARS) || !page.startsWith('/')) return fault('page must be a path')
  if (!isOneOf(state, SCREEN_STATES)) return fault(`state must be one of ${SCREEN_STATES.join(', ')}`)
  if (!isLine(build, 1, MAX_NAME_CHARS)) return fault(`build must have 1 to ${String(MAX_NAME_CHARS)} characters`)
  const figures = { framesPerSecond, frameP95Ms, heapBytes }
  for (const [field, value] of Object.entries(figures))
    if (value !== null && !isFigure(value)) return fault(`${field} must be a number from 0, or null`)
  if (paint !== null && !isPercentiles(paint)) return fault('paint must be {"p50Ms","p95Ms","p99Ms"}, or null')
  const known = figures as Pick<ScreenHealth, keyof typeof figures>
  return { ok: true, id, value: { name, page, state, build, ...known, paint: paint === null ? null : only(paint) } }
}

const isId = (value: unknown): value is string => typeof value === 'string' && ID.test(value)

function isPercentiles(value: unknown): value is StagePercentiles {
  if (typeof value !== 'object' || value === null) return false
  const { p50Ms, p95Ms, p99Ms } = value as Partial<StagePercentiles>
  return isFigure(p50Ms) && isFigure(p95Ms) && isFigure(p99Ms)
}

/** Without what else came with them. */
const only = ({ p50Ms, p95Ms, p99Ms }: StagePercentiles): StagePercentiles => ({ p50Ms, p95Ms, p99Ms })
