import { COLUMN_KEYS, DEFAULT_COLUMNS, type ColumnKey } from './columns.js'

export const LANGUAGES = ['en', 'zh-CN'] as const
export type Language = (typeof LANGUAGES)[number]

/** Which colour means up. */
export const DIRECTIONS = ['green-up', 'red-up', 'blue-orange'] as const
export type Direction = (typeof DIRECTIONS)[number]

/** The pictures there are; `night` is for a wall in a dark room. */
export const THEMES = ['dark', 'light', 'contrast', 'night'] as const
export type Theme = (typeof THEMES)[number]
/** `system` is light or dark as the device asks. */
export const THEME_CHOICES = [...THEMES, 'system'] as const
export type ThemeChoice = (typeof THEME_CHOICES)[number]

/** How digits are grouped and where the decimals begin: 1,234.5, 1.234,5, 1 234,5. */
export const NUMBER_STYLES = ['comma', 'point', 'space'] as const
export type NumberStyle = (typeof NUMBER_STYLES)[number]

/** How large amounts are written: 1.2M, 120万, 1,200,000. */
export const VOLUME_STYLES = ['short', 'tenThousands', 'full'] as const
export type VolumeStyle = (typeof VOLUME_STYLES)[number]

/** Whose clock times are written in; `exchange` is the time zone of the instrument's venue, UTC where none is known. */
export const TIME_ZONES = ['local', 'utc', 'exchange'] as const
export type TimeZone = (typeof TIME_ZONES)[number]

export const MOTIONS = ['system', 'full', 'reduced'] as const
export type Motion = (typeof MOTIONS)[number]

/** What a user chose; null is "as usual for my language or screen". */
export interface Preferences {
  readonly language: Language | null
  readonly direction: Direction | null
  readonly theme: ThemeChoice | null
  readonly numberStyle: NumberStyle | null
  readonly volumeStyle: VolumeStyle | null
  readonly timeZone: TimeZone
  readonly motion: Motion
  /** Whether alerts may be heard. */
  readonly sound: boolean
  readonly columns: readonly ColumnKey[]
  /** Width of the watchlist in pixels. */
  readonly listPx: number | null
}

export const NO_PREFERENCES: Preferences = {
  language: null,
  direction: null,
  theme: null,
  numberStyle: null,
  volumeStyle: null,
  timeZone: 'local',
  motion: 'system',
  sound: false,
  columns: DEFAULT_COLUMNS,
  listPx: null,
}

const oneOf = <T extends string>(allowed: readonly T[], value: unknown): T | null =>
  allowed.find((known) => known === value) ?? null

/** Reads what an earlier visit stored; anything that does not fit is as if it had never been chosen. */
export function readPreferences(stored: string | null): Preferences {
  const found = parseObject(stored)
  const columns = Array.isArray(found['columns'])
    ? COLUMN_KEYS.filter((key) => (found['columns'] as unknown[]).includes(key))
    : DEFAULT_COLUMNS
  const listPx = found['listPx']
  return {
    language: oneOf(LANGUAGES, found['language']),
    direction: oneOf(DIRECTIONS, found['direction']),
    theme: oneOf(THEME_CHOICES, found['theme']),
    numberStyle: oneOf(NUMBER_STYLES, found['numberStyle']),
    volumeStyle: oneOf(VOLUME_STYLES, found['volumeStyle']),
    timeZone: oneOf(TIME_ZONES, found['timeZone']) ?? NO_PREFERENCES.timeZone,
    motion: oneOf(MOTIONS, found['motion']) ?? NO_PREFERENCES.motion,
    sound: found['sound'] === true,
    columns,
    listPx: typeof listPx === 'number' && Number.isFinite(listPx) ? listPx : null,
  }
}

function parseObject(text: string | null): Record<string, unknown> {
  if (text === null) return {}
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    // Written by something else under our name: start anew.
    return {}
  }
}

/** What an address asks for: `?lang=zh-CN&dir=red-up&theme=night`. */
export function readAddress(search: string): Pick<Preferences, 'language' | 'direction' | 'theme'> {
  const query = new URLSearchParams(search)
  return {
    language: oneOf(LANGUAGES, query.get('lang')),
    direction: oneOf(DIRECTIONS, query.get('dir')),
    theme: oneOf(THEME_CHOICES, query.get('theme')),
  }
}

/** The first of the browser's languages that we speak. */
export const speakableLanguage = (wanted: readonly string[]): Language => {
  for (const tag of wanted) {
    if (/^zh\b/i.test(tag)) return 'zh-CN'
    if (/^en\b/i.test(tag)) return 'en'
  }
  return 'en'
}

/** What the device asks for, as media queries tell it. */
export interface DeviceWishes {
  readonly prefersLight: boolean
  readonly prefersContrast: boolean
}

/** The picture for a choice: dark without one, unless the device asks for more contrast; only `system` follows its light and dark. */
export function themeFor(choice: ThemeChoice | null, { prefersLight, prefersContrast }: DeviceWishes): Theme {
  if (choice !== null && choice !== 'system') return choice
  if (prefersContrast) return 'contrast'
  return choice === 'system' && prefersLight ? 'light' : 'dark'
}

/** Red is up in China, Japan, Korea and Taiwan. */
export const usualDirection = (language: string): Direction => (/^(zh|ja|ko)\b/i.test(language) ? 'red-up' : 'green-up')
