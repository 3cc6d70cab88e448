/** A line or a band computed from the bars. `isOn` false keeps its parameters and draws nothing. */
export type Indicator = { readonly isOn: boolean } & (
  | { readonly kind: 'ma' | 'ema'; readonly length: number }
  | { readonly kind: 'vwap' }
  | { readonly kind: 'bands'; readonly length: number; readonly deviations: number }
)
export type IndicatorKind = Indicator['kind']
export const INDICATOR_KINDS = ['ma', 'ema', 'vwap', 'bands'] as const satisfies readonly IndicatorKind[]

/** Bars that an average is taken over, and how far bands may be from their middle. */
export const LENGTHS = { least: 1, most: 500 } as const
export const DEVIATIONS = { least: 0.5, most: 5, step: 0.5 } as const
/** More lines than this nobody can tell apart. */
export const MOST_INDICATORS = 6

/** What a chart offers before anyone chose. */
export const USUAL_INDICATORS: readonly Indicator[] = [
  { kind: 'ma', length: 20, isOn: true },
  { kind: 'ema', length: 50, isOn: false },
  { kind: 'vwap', isOn: false },
  { kind: 'bands', length: 20, deviations: 2, isOn: false },
]

/** A new one of a kind, with the parameters that most people begin with. */
export function usualIndicator(kind: IndicatorKind): Indicator {
  switch (kind) {
    case 'ma':
      return { kind, length: 50, isOn: true }
    case 'ema':
      return { kind, length: 20, isOn: true }
    case 'vwap':
      return { kind, isOn: true }
    case 'bands':
      return { kind, length: 20, deviations: 2, isOn: true }
  }
}

/** `MA 20`, `BB 20 × 2`: names that are the same in every language. */
export function indicatorName(indicator: Indicator): string {
  switch (indicator.kind) {
    case 'ma':
      return `MA ${indicator.length}`
    case 'ema':
      return `EMA ${indicator.length}`
    case 'vwap':
      return 'VWAP'
    case 'bands':
      return `BB ${indicator.length} × ${indicator.deviations}`
  }
}

/** `ma20.ema50.vwap.bb20x2`, as it stands in addresses and in storage; a minus before what is switched off, decimals with `_`. */
export const printIndicators = (indicators: readonly Indicator[]): string =>
  indicators.map((one) => (one.isOn ? '' : '-') + printOne(one)).join('.')

function printOne(indicator: Indicator): string {
  switch (indicator.kind) {
    case 'ma':
    case 'ema':
      return `${indicator.kind}${indicator.length}`
    case 'vwap':
      return 'vwap'
    case 'bands':
      return `bb${indicator.length}x${String(indicator.deviations).replace('.', '_')}`
  }
}

/** Reads what `printIndicators` wrote, null if it is not such a text; parts that are unknown or out of range are left out. */
export function parseIndicators(text: unknown): readonly Indicator[] | null {
  if (typeof text !== 'string') return null
  if (text === '') return []
  const found = text.split('.').flatMap((part) => parseOne(part) ?? [])
  return found.length === 0 ? null : found.slice(0, MOST_INDICATORS)
}

function parseOne(part: string): Indicator | null {
  const parts = /^(-?)(?:(ma|ema)(\d{1,3})|(vwap)|bb(\d{1,3})x(\d(?:_5)?))$/.exec(part)
  if (parts === null) return null
  const [, off, average, averageLength, vwap, bandLength, deviationText] = parts
  const isOn = off === ''
  if (vwap !== undefined) return { kind: 'vwap', isOn }
  const length = Number(averageLength ?? bandLength)
  if (length < LENGTHS.least || length > LENGTHS.most) return null
  if (average === 'ma' || average === 'ema') return { kind: average, length, isOn }
  const deviations = Number(deviationText?.replace('_', '.'))
  if (deviations < DEVIATIONS.least || deviations > DEVIATIONS.most) return null
  return { kind: 'bands', length, deviations, isOn }
}
