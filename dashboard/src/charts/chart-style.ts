/** How bars are drawn; `table` is the same in words, for reading exactly and for who sees no picture. */
export const CHART_STYLES = ['candles', 'hollow', 'ohlc', 'line', 'area', 'table'] as const
export type ChartStyle = (typeof CHART_STYLES)[number]
/** Those that are pictures. */
export type DrawnStyle = Exclude<ChartStyle, 'table'>

/** Whether only closes are drawn, so that the axis need not make room for highs and lows. */
export const isLineStyle = (style: ChartStyle): boolean => style === 'line' || style === 'area'
