import type { MetricItem } from '@tickwall/protocol'
import { toneOf, type Thresholds, type Tone } from './threshold.js'

/** Seconds without a value that still count as the same state; a longer silence is one of its own. */
const BRIDGE_MS = 5000

/** A time through which a metric was in one state; `none` is a time without values. */
export interface StateRun {
  readonly tone: Tone | 'none'
  readonly fromMs: number
  readonly toMs: number
}

/** The states of a metric through a window, oldest first, without a hole between them; by the worst value of each second. */
export function stateRuns(
  items: readonly MetricItem[],
  thresholds: Thresholds,
  window: { readonly fromMs: number; readonly toMs: number },
): StateRun[] {
  const runs: { tone: Tone | 'none'; fromMs: number; toMs: number }[] = []
  const add = (tone: Tone | 'none', fromMs: number, toMs: number): void => {
    if (toMs <= fromMs) return
    const last = runs.at(-1)
    if (last?.tone === tone) last.toMs = toMs
    else runs.push({ tone, fromMs, toMs })
  }
  let reached = window.fromMs
  const shown = items.filter(([second]) => second >= window.fromMs && second < window.toMs)
  shown.forEach(([second, , low, high], index) => {
    if (second > reached) add('none', reached, second)
    const next = shown[index + 1]?.[0] ?? window.toMs
    const toMs = next - second <= BRIDGE_MS ? next : second + 1000
    add(toneOf(thresholds.side === 'above' ? high : low, thresholds) ?? 'good', second, toMs)
    reached = toMs
  })
  add('none', reached, window.toMs)
  return runs
}
