import { BAR_INTERVALS, type BarInterval } from '@tickwall/protocol'
import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import { COLUMN_KEYS } from '../settings/columns.js'
import { parseSort, printSort, type Sort } from './watchlist/rank.js'
import type { LinkedList } from './watchlist/shown-list.js'

export const PANES = ['list', 'chart', 'trades'] as const
export type Pane = (typeof PANES)[number]

/** Everything that makes a trade view what it is, so that its address restores it. */
export interface TradeAddress {
  /** Null until one is chosen: then the first of the list. */
  readonly instrument: string | null
  readonly interval: BarInterval
  /** Null for the list's own order. */
  readonly sort: Sort | null
  /** A list of the user's own; null for what the gateway knows, all or of the venue. */
  readonly list: LinkedList | null
  /** Null for all; empty for instruments that name none. */
  readonly venue: string | null
  /** Which panel a narrow screen shows. */
  readonly pane: Pane
}

const DEFAULT_INTERVAL: BarInterval = '1m'

const text = (value: LocationQuery[string] | undefined): string | null =>
  typeof value === 'string' && value !== '' ? value : null

export function readTradeAddress(query: LocationQuery): TradeAddress {
  return {
    instrument: text(query['instrument']),
    interval: BAR_INTERVALS.find((known) => known === query['interval']) ?? DEFAULT_INTERVAL,
    sort: parseSort(query['sort'], COLUMN_KEYS),
    list: readList(query),
    venue: typeof query['venue'] === 'string' ? query['venue'] : null,
    pane: PANES.find((known) => known === query['pane']) ?? 'list',
  }
}

function readList(query: LocationQuery): LinkedList | null {
  const id = text(query['list'])
  return id === null ? null : { id, name: text(query['name']), symbols: text(query['symbols']) }
}

/** The query with these parts replaced; what is as usual is left out, what is not ours stays. */
export function writeTradeAddress(query: LocationQuery, change: Partial<TradeAddress>): LocationQueryRaw {
  const next = { ...readTradeAddress(query), ...change }
  const parts: Record<string, string | null> = {
    instrument: next.instrument,
    interval: next.interval === DEFAULT_INTERVAL ? null : next.interval,
    sort: next.sort === null ? null : printSort(next.sort),
    list: next.list?.id ?? null,
    name: next.list?.name ?? null,
    symbols: next.list?.symbols ?? null,
    venue: next.venue,
    pane: next.pane === 'list' ? null : next.pane,
  }
  const others = Object.entries(query).filter(([name]) => !(name in parts))
  return Object.fromEntries([...others, ...Object.entries(parts).filter(([, value]) => value !== null)])
}
