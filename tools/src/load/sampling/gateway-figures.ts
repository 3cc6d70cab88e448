/** What a gateway tells of itself at /metrics, as far as a load is concerned. */
export interface GatewayFigures {
  readonly connections: number
  readonly frames: number
  readonly frameBytes: number
  readonly skippedFrames: number
  readonly catchUps: number
  /** Connections ended for reading too slowly. */
  readonly slowConsumers: number
  /** Since the last time it was asked, 99th percentile, ms. */
  readonly loopDelayMs: number
}

/** The value of one series of Prometheus' text; 0 when it is absent, as a counter that never counted is. */
export function series(text: string, name: string, label = ''): number {
  for (const line of text.split('\n')) {
    if (!line.startsWith(name)) continue
    const rest = line.slice(name.length)
    if (rest[0] !== ' ' && rest[0] !== '{') continue
    if (label !== '' && !rest.includes(label)) continue
    return Number(rest.slice(rest.lastIndexOf(' ') + 1))
  }
  return 0
}

export const gatewayFigures = (text: string): GatewayFigures => ({
  connections: series(text, 'tickwall_connections'),
  frames: series(text, 'tickwall_frames_total'),
  frameBytes: series(text, 'tickwall_frame_bytes_total'),
  skippedFrames: series(text, 'tickwall_skipped_frames_total'),
  catchUps: series(text, 'tickwall_catch_ups_total'),
  slowConsumers: series(text, 'tickwall_connections_closed_total', 'reason="slowConsumer"'),
  loopDelayMs: series(text, 'nodejs_eventloop_lag_p99_seconds') * 1000,
})
