import { computed, type ComputedRef } from 'vue'
import { useSettings } from '../settings/settings.js'
import { readTokens } from './read-tokens.js'

const TOKENS = {
  up: '--up',
  down: '--down',
  line: '--accent',
  grid: '--grid',
  label: '--ink-2',
  good: '--good',
  warn: '--warn',
  crit: '--crit',
  faint: '--ink-3',
  accent: '--accent',
  replay: '--replay',
  violet: '--violet',
} as const

export type ChartColors = Readonly<Record<keyof typeof TOKENS, string>> & { readonly font: string }

/** The tokens as values, for what is drawn on a canvas; they follow the settings. */
export function useChartColors(): ComputedRef<ChartColors> {
  const settings = useSettings()
  return computed(() => {
    // Read for their effect on the root's attributes, which turn the tokens at once.
    void [settings.direction, settings.theme, settings.hasForcedColors]
    return { ...readTokens(TOKENS), font: getComputedStyle(document.body).fontFamily }
  })
}
