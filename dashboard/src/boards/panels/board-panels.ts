import type { Component } from 'vue'
import type { PanelKind } from '../layout/panel-kinds.js'
import ChartBoardPanel from './ChartBoardPanel.vue'
import ClockPanel from './ClockPanel.vue'
import GaugePanel from './GaugePanel.vue'
import HostsPanel from './HostsPanel.vue'
import LinkPanel from './LinkPanel.vue'
import MetricPanel from './MetricPanel.vue'
import MoversPanel from './MoversPanel.vue'
import QuotePanel from './QuotePanel.vue'
import TablePanel from './TablePanel.vue'
import TextPanel from './TextPanel.vue'
import TimelinePanel from './TimelinePanel.vue'
import TradesPanel from './TradesPanel.vue'

/** What draws a panel of a kind; each takes its configuration as `config`. */
export const BOARD_PANELS: Readonly<Record<PanelKind, Component>> = {
  quote: QuotePanel,
  chart: ChartBoardPanel,
  table: TablePanel,
  movers: MoversPanel,
  trades: TradesPanel,
  metric: MetricPanel,
  gauge: GaugePanel,
  timeline: TimelinePanel,
  hosts: HostsPanel,
  clock: ClockPanel,
  text: TextPanel,
  link: LinkPanel,
}
