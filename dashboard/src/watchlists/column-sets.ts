import { COLUMN_KEYS, type ColumnKey } from '../settings/columns.js'

/** Columns under a name of the user's own. */
export interface ColumnSet {
  readonly name: string
  readonly columns: readonly ColumnKey[]
}

/** Sets that everyone has, in the order of the menu; `standard` is `DEFAULT_COLUMNS`. */
export const READY_SETS = {
  quotes: ['symbol', 'last', 'percent', 'bid', 'bidSize', 'ask', 'askSize', 'spread', 'age'],
  session: ['symbol', 'last', 'change', 'percent', 'range', 'vwap', 'volume', 'turnover', 'trades'],
  data: ['symbol', 'name', 'last', 'percent', 'spark', 'age', 'status'],
} as const satisfies Record<string, readonly ColumnKey[]>
export type ReadySet = keyof typeof READY_SETS

export const isSameColumns = (a: readonly ColumnKey[], b: readonly ColumnKey[]): boolean =>
  a.length === b.length && a.every((column) => b.includes(column))

/** With one more set, or with another content for the name that is there. */
export const withSet = (sets: readonly ColumnSet[], set: ColumnSet): readonly ColumnSet[] => {
  const at = sets.findIndex(({ name }) => name === set.name)
  return at < 0 ? [...sets, set] : sets.with(at, set)
}

export const withoutSet = (sets: readonly ColumnSet[], name: string): readonly ColumnSet[] =>
  sets.filter((set) => set.name !== name)

const VERSION = 1

export const printSets = (sets: readonly ColumnSet[]): string => JSON.stringify({ version: VERSION, sets })

/** Reads stored sets; columns that are gone are left out, and what is no set at all is as if it had never been stored. */
export function readSets(stored: string | null): readonly ColumnSet[] {
  const found = parse(stored)
  if (found?.['version'] !== VERSION || !Array.isArray(found['sets'])) return []
  return found['sets'].flatMap((set: unknown): ColumnSet[] => {
    if (typeof set !== 'object' || set === null || !('name' in set) || !('columns' in set)) return []
    const { name, columns } = set
    if (typeof name !== 'string' || !Array.isArray(columns)) return []
    return [{ name, columns: COLUMN_KEYS.filter((key) => key === 'symbol' || columns.includes(key)) }]
  })
}

function parse(text: string | null): Record<string, unknown> | null {
  try {
    const value: unknown = text === null ? null : JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    // Written by something else under our name.
    return null
  }
}
