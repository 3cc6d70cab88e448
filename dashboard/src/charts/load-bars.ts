import type { BarInterval, BarItem } from '@tickwall/protocol'
import { PAGE_BARS } from './bar-history.js'

export type BarPage =
  | { readonly ok: true; readonly epoch: string; readonly items: readonly BarItem[] }
  | { readonly ok: false; readonly failure: string }

/** The newest page of bars that open before `toMs`, oldest first, from the gateway's `/api/bars`; never throws. */
export async function loadBars(
  get: (path: string) => Promise<Response>,
  { instrument, interval, toMs }: { instrument: string; interval: BarInterval; toMs: number },
): Promise<BarPage> {
  const query = new URLSearchParams({ instrument, interval, to: String(toMs), limit: String(PAGE_BARS) })
  try {
    const response = await get(`/api/bars?${query.toString()}`)
    if (!response.ok) return { ok: false, failure: `HTTP ${response.status}` }
    return readPage(await response.json())
  } catch (error) {
    return { ok: false, failure: error instanceof Error ? error.name : 'unknown' }
  }
}

function readPage(answer: unknown): BarPage {
  if (typeof answer !== 'object' || answer === null) return { ok: false, failure: 'malformed' }
  const { epoch, items } = answer as Record<string, unknown>
  if (typeof epoch !== 'string' || !Array.isArray(items)) return { ok: false, failure: 'malformed' }
  return { ok: true, epoch, items: items.filter(isBar) }
}

const FIELDS = 7

/** Prices and volume are decimal texts; of anything else a chart would make a wrong picture. */
const isBar = (item: unknown): item is BarItem =>
  Array.isArray(item) &&
  item.length >= FIELDS &&
  Number.isFinite(item[0]) &&
  item.slice(1, FIELDS - 1).every((text) => typeof text === 'string' && /^-?\d/.test(text)) &&
  typeof item[FIELDS - 1] === 'number'
