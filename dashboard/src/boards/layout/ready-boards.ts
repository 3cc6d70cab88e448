import { arrange } from '../grid/arrange.js'
import type { Board, Panel } from './board.js'
import { readConfig, type ConfigFields } from './config-field.js'
import { PANEL_FIELDS, type PanelConfig, type PanelKind } from './panel-kinds.js'

export const READY_IDS = ['market', 'instrument', 'hosts', 'gateway'] as const
export type ReadyId = (typeof READY_IDS)[number]

type Chosen<K extends PanelKind> = Partial<PanelConfig<K>>
type Sketch = (id: string) => Panel

/** A panel of a ready-made board: what is not said is as usual. */
const panel =
  <K extends PanelKind>(kind: K, x: number, y: number, w: number, h: number, config: Chosen<K> = {}): Sketch =>
  (id) =>
    ({ id, kind, x, y, w, h, config: readConfig<ConfigFields>(PANEL_FIELDS[kind], config) }) as unknown as Panel

const BOARDS: Readonly<Record<ReadyId, readonly Sketch[]>> = {
  market: [
    panel('quote', 0, 0, 6, 8, { instrument: '#1' }),
    panel('quote', 6, 0, 6, 8, { instrument: '#2' }),
    panel('quote', 12, 0, 6, 8, { instrument: '#3' }),
    panel('quote', 18, 0, 6, 8, { instrument: '#4' }),
    panel('movers', 0, 8, 14, 9),
    panel('metric', 14, 8, 10, 9, { metric: 'eventLoop', crit: 50 }),
    panel('metric', 0, 17, 6, 7, { metric: 'cpu', crit: 85 }),
    panel('metric', 6, 17, 6, 7, { metric: 'memory', crit: 90 }),
    panel('metric', 12, 17, 6, 7, { metric: 'network' }),
    panel('hosts', 18, 17, 6, 7),
  ],
  instrument: [
    panel('quote', 0, 0, 6, 8, { warn: 3, crit: 6 }),
    panel('table', 0, 8, 6, 16),
    panel('chart', 6, 0, 12, 15),
    panel('chart', 6, 15, 12, 9, { interval: '1s' }),
    panel('trades', 18, 0, 6, 24),
  ],
  hosts: [
    panel('gauge', 0, 0, 4, 8, { metric: 'cpu', warn: 70, crit: 85 }),
    panel('gauge', 4, 0, 4, 8, { metric: 'memory', warn: 80, crit: 90 }),
    panel('gauge', 8, 0, 4, 8, { metric: 'disk', warn: 80, crit: 90 }),
    panel('timeline', 12, 0, 12, 4, { metric: 'cpu', minutes: '10', warn: 70, crit: 85 }),
    panel('timeline', 12, 4, 12, 4, { metric: 'memory', minutes: '10', warn: 80, crit: 90 }),
    panel('metric', 0, 8, 12, 8, { metric: 'cpu', warn: 70, crit: 85, band: true }),
    panel('metric', 12, 8, 12, 8, { metric: 'memory', warn: 80, crit: 90 }),
    panel('metric', 0, 16, 8, 8, { metric: 'network' }),
    panel('metric', 8, 16, 8, 8, { metric: 'load' }),
    panel('hosts', 16, 16, 8, 8),
  ],
  gateway: [
    panel('link', 0, 0, 8, 12),
    panel('metric', 8, 0, 16, 12, { metric: 'eventLoop', minutes: '10', warn: 20, crit: 50, band: true }),
    panel('timeline', 0, 12, 24, 3, { metric: 'eventLoop', minutes: '10', warn: 20, crit: 50 }),
    panel('metric', 0, 15, 8, 9, { metric: 'processCpu', warn: 80, crit: 95 }),
    panel('metric', 8, 15, 8, 9, { metric: 'processMemory' }),
    panel('metric', 16, 15, 8, 9, { metric: 'processHeap' }),
  ],
}

export const isReadyId = (id: string): id is ReadyId => READY_IDS.some((known) => known === id)

/** A board that is always there; its title is a text of the viewer's language. */
export const readyBoard = (id: ReadyId): Board => ({
  id,
  title: '',
  panels: arrange(BOARDS[id].map((sketch, index) => sketch(`p${String(index + 1)}`))),
})
