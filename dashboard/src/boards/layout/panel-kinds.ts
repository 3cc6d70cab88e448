import { BAR_INTERVALS, type BarInterval } from '@tickwall/protocol'
import type { ChoiceField, ConfigOf, InstrumentField, MetricField, NumberField, TextField } from './config-field.js'

const instrument: InstrumentField = { type: 'instrument', fallback: '' }
const metric: MetricField = { type: 'metric', fallback: 'cpu' }
/** Empty for all. */
const host: TextField = { type: 'text', longest: 120, fallback: '' }

const choice = <const T extends string>(of: readonly T[], fallback: NoInfer<T>): ChoiceField<T> => ({
  type: 'choice',
  of,
  fallback,
})
const number = (least: number, most: number, fallback: number) =>
  ({ type: 'number', least, most, fallback }) as const satisfies NumberField
const optional = (least: number, most: number) =>
  ({ type: 'number', least, most, fallback: null }) as const satisfies NumberField

/** Where a value begins to be worth a look, and where it is bad. */
const thresholds = {
  warn: optional(-1e15, 1e15),
  crit: optional(-1e15, 1e15),
  side: choice(['above', 'below'], 'above'),
} as const
const minutes = choice(['1', '2', '5', '10'], '5')

/** Everything that can be chosen about a panel, kind by kind: the type, the check, the defaults and the form. */
export const PANEL_FIELDS = {
  quote: { instrument, warn: optional(0, 1000), crit: optional(0, 1000) },
  chart: { instrument, interval: choice<BarInterval>(BAR_INTERVALS, '1m') },
  table: {
    instruments: { type: 'instruments', most: 40, fallback: [] },
    order: choice(['listed', 'gainers', 'losers', 'busiest'], 'busiest'),
  },
  movers: { venue: { type: 'text', longest: 60, fallback: '' } },
  trades: { instrument },
  metric: {
    metric,
    host,
    minutes,
    ...thresholds,
    band: { type: 'switch', fallback: false },
    sigmas: number(1, 6, 3),
    bandSeconds: number(20, 300, 60),
  },
  gauge: { metric, host, full: optional(0, 1e15), ...thresholds },
  timeline: { metric, host, minutes, ...thresholds },
  hosts: {},
  clock: { zone: { type: 'text', longest: 60, fallback: '' }, name: { type: 'text', longest: 40, fallback: '' } },
  text: {
    text: { type: 'text', longest: 2000, fallback: '', isLong: true },
    size: choice(['small', 'medium', 'large', 'headline'], 'medium'),
  },
  link: {},
} as const

export type PanelKind = keyof typeof PANEL_FIELDS
export const PANEL_KINDS = Object.keys(PANEL_FIELDS) as readonly PanelKind[]

/** The configuration of a panel of a kind. */
export type PanelConfig<K extends PanelKind> = ConfigOf<(typeof PANEL_FIELDS)[K]>

/** Width and height in cells of a panel that was just added. */
export const PANEL_SIZES: Readonly<Record<PanelKind, readonly [w: number, h: number]>> = {
  quote: [6, 8],
  chart: [12, 14],
  table: [8, 12],
  movers: [12, 10],
  trades: [6, 12],
  metric: [8, 8],
  gauge: [4, 7],
  timeline: [12, 6],
  hosts: [6, 7],
  clock: [4, 4],
  text: [6, 4],
  link: [6, 7],
}
