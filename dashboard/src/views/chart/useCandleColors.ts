import { computed, type ComputedRef } from 'vue'
import type { CandleColors } from '../../charts/candle-base.js'
import { readTokens } from '../../figures/read-tokens.js'
import { useSettings } from '../../settings/settings.js'

/** Tokens of indicators by their place in the list: none of them is a colour of direction. */
export const OVERLAY_TOKENS = ['--warn', '--violet', '--replay', '--ink-1', '--accent', '--crit'] as const

export const overlayToken = (place: number): string =>
  OVERLAY_TOKENS[place % OVERLAY_TOKENS.length] ?? OVERLAY_TOKENS[0]

const TOKENS = {
  up: '--up',
  down: '--down',
  line: '--accent',
  grid: '--grid',
  rule: '--line-strong',
  label: '--ink-2',
  strong: '--ink-0',
  hole: '--warn',
  paper: '--bg-1',
  ink: '--ink-0',
} as const

export type ChartInks = CandleColors & { readonly paper: string; readonly ink: string }

/** The tokens that a chart is drawn in, as values; they follow the settings. */
export function useCandleColors(): ComputedRef<ChartInks> {
  const settings = useSettings()
  return computed(() => {
    // Read for their effect on the root's attributes, which turn the tokens at once.
    void [settings.direction, settings.theme, settings.hasForcedColors]
    const overlays = readTokens(Object.fromEntries(OVERLAY_TOKENS.map((token) => [token, token])))
    return {
      ...readTokens(TOKENS),
      overlays: OVERLAY_TOKENS.map((token) => overlays[token] ?? ''),
      font: getComputedStyle(document.body).fontFamily,
    }
  })
}
