import { describe, expect, it } from 'vitest'
import { gatewayFigures, series } from './gateway-figures.js'

const text = `# HELP tickwall_connections WebSocket connections open now
# TYPE tickwall_connections gauge
tickwall_connections 250
tickwall_connections_accepted_total 999
tickwall_connections_closed_total{reason="normal"} 3
tickwall_connections_closed_total{reason="slowConsumer"} 7
nodejs_eventloop_lag_p99_seconds 0.0125
`

describe('gatewayFigures', () => {
  it('reads what a gateway tells, and 0 for what never counted', () =>
    expect(gatewayFigures(text)).toMatchObject({ connections: 250, slowConsumers: 7, loopDelayMs: 12.5, catchUps: 0 }))
})

describe('series', () => {
  it('does not take a longer name for the name', () => expect(series(text, 'tickwall_conn')).toBe(0))
})
