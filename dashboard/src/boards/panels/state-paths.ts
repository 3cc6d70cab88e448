import type { StateRun } from './state-runs.js'

/** In the order of a legend. */
export const TIMELINE_TONES = ['good', 'warn', 'crit', 'none'] as const satisfies readonly StateRun['tone'][]

/** How high each stands, in units of the track. Worse is higher too, for eyes that do not tell the colours. */
const HEIGHTS: Record<StateRun['tone'], number> = { good: 45, warn: 72, crit: 100, none: 4 }

/** Size of the drawing, in its own units: the track's width and height, whatever they are. */
export const TRACK_WIDTH = 1000
export const TRACK_HEIGHT = 100

/**
 * One SVG path for each tone, of all its runs in a window, in units of the track; empty where there are none. A metric that is now good, now bad
 * changes state every second: elements for each run would be hundreds, and as many as there were changes.
 */
export function statePaths(
  runs: readonly StateRun[],
  window: { readonly fromMs: number; readonly toMs: number },
): Record<StateRun['tone'], string> {
  const paths = { good: '', warn: '', crit: '', none: '' }
  const place = (ms: number): string =>
    (((ms - window.fromMs) / (window.toMs - window.fromMs)) * TRACK_WIDTH).toFixed(1)
  for (const { tone, fromMs, toMs } of runs) {
    paths[tone] += `M${place(fromMs)} ${TRACK_HEIGHT}v-${HEIGHTS[tone]}H${place(toMs)}v${HEIGHTS[tone]}z`
  }
  return paths
}
