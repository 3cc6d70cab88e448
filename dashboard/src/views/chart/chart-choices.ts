import { CHART_STYLES, type ChartStyle } from '../../charts/chart-style.js'
import { parseIndicators, printIndicators, type Indicator } from '../../charts/indicators/indicator.js'
import { TIME_ZONES, type TimeZone } from '../../settings/preferences.js'

/** How a user wants charts drawn; null is "never chosen". */
export interface ChartChoices {
  readonly style: ChartStyle | null
  readonly indicators: readonly Indicator[] | null
  /** Only of an address: the choice itself is a setting of the whole dashboard. */
  readonly timeZone: TimeZone | null
}

export const NO_CHOICES: ChartChoices = { style: null, indicators: null, timeZone: null }
export const USUAL_STYLE: ChartStyle = 'candles'

const oneOf = <T extends string>(allowed: readonly T[], value: unknown): T | null =>
  allowed.find((known) => known === value) ?? null

/** Reads choices from named texts, of an address or of storage; what does not fit was never chosen. */
export const readChoices = (texts: Readonly<Record<string, unknown>>): ChartChoices => ({
  style: oneOf(CHART_STYLES, texts['style']),
  indicators: parseIndicators(texts['indicators']),
  timeZone: oneOf(TIME_ZONES, texts['tz']),
})

/** The choices as named texts; null for what was never chosen. */
export const printChoices = ({ style, indicators, timeZone }: ChartChoices): Record<string, string | null> => ({
  style,
  indicators: indicators === null ? null : printIndicators(indicators),
  tz: timeZone,
})

/** Reads what an earlier visit stored. */
export function readStoredChoices(text: string | null): ChartChoices {
  if (text === null) return NO_CHOICES
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? readChoices(value as Record<string, unknown>) : NO_CHOICES
  } catch {
    // Written by something else under our name: start anew.
    return NO_CHOICES
  }
}
