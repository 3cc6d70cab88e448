import { COLUMN_KEYS, DEFAULT_COLUMNS, type ColumnKey } from './columns.js'

export const LANGUAGES = ['en', 'zh-CN'] as const
export type Language = (typeof LANGUAGES)[number]

/** Which colour means up. */
export const DIRECTIONS = ['green-up', 'red-up', 'blue-orange'] as const
export type Direction = (typeof DIRECTIONS)[number]

export const THEMES = ['dark', 'night'] as const
export type Theme = (typeof THEMES)[number]

/** How bars are shown; `table` is the same in words, for reading exactly and for who sees no picture. */
export const CHART_STYLES = ['candles', 'line', 'table'] as const
export type ChartStyle = (typeof CHART_STYLES)[number]

/** What a user chose; null is "as usual for my language or screen". */
export interface Preferences {
  readonly language: Language | null
  readonly direction: Direction | null
  readonly theme: Theme | null
  readonly columns: readonly ColumnKey[]
  readonly chartStyle: ChartStyle
  readonly showsAverage: boolean
  /** Width of the watchlist in pixels. */
  readonly listPx: number | null
}

export const NO_PREFERENCES: Preferences = {
  language: null,
  direction: null,
  theme: null,
  columns: DEFAULT_COLUMNS,
  chartStyle: 'candles',
  showsAverage: true,
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
    theme: oneOf(THEMES, found['theme']),
    columns,
    chartStyle: oneOf(CHART_STYLES, found['chartStyle']) ?? NO_PREFERENCES.chartStyle,
    showsAverage: found['showsAverage'] !== false,
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
    theme: oneOf(THEMES, query.get('theme')),
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

/** Red is up in China, Japan, Korea and Taiwan. */
export const usualDirection = (language: string): Direction => (/^(zh|ja|ko)\b/i.test(language) ? 'red-up' : 'green-up')
