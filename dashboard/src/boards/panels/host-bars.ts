import type { MetricKind, MetricPanelSpec } from './metric-panels.js'

export interface HostBar {
  readonly topic: string
  readonly host: string
  readonly kind: MetricKind
  readonly threshold: number
}

/** Kinds that are a part of a whole, most telling first. */
const KINDS: readonly MetricKind[] = ['cpu', 'memory', 'disk']
export const MOST_BARS = 6

/** Bars of the hosts panel: every host's CPU; with few hosts their memory and disk as well, host by host. */
export function hostBars(panels: readonly MetricPanelSpec[]): HostBar[] {
  const bars = KINDS.flatMap((kind) => {
    const panel = panels.find((spec) => spec.kind === kind)
    if (panel === undefined) return []
    return panel.lines.map(({ topic, host }) => ({ topic, host, kind, threshold: panel.threshold ?? 100 }))
  })
  const hosts = [...new Set(bars.map(({ host }) => host))]
  const kindsEach = Math.max(1, Math.floor(MOST_BARS / Math.max(1, hosts.length)))
  return hosts.flatMap((host) => bars.filter((bar) => bar.host === host).slice(0, kindsEach)).slice(0, MOST_BARS)
}
