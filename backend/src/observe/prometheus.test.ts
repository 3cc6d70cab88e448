import { describe, expect, it } from 'vitest'
import { createMeasures } from './measures.js'
import { type Gauges, Prometheus } from './prometheus.js'

const gauges: Gauges = {
  connections: () => 3,
  streams: () => ({ sse: 2, poll: 1 }),
  subscriptions: () => 40,
  lanes: () => 7,
  lag: () => [{ log: 'ticks', partition: 2, value: 15 }],
  sourceState: () => 'lost',
  isReady: () => true,
  unusualTicks: () => ({ duplicates: 6, lateTrades: 0 }),
}

const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))

describe('Prometheus', () => {
  it('publishes what was counted and what is read off the parts, at each scrape anew', async () => {
    const measures = createMeasures()
    const prometheus = new Prometheus(measures, gauges)
    measures.frames.add(5)
    measures.streams.add('poll', 8)
    measures.refused.add('notFound')
    measures.badRecords.add('keyMismatch', 4)
    const first = lines(await prometheus.text())
    expect(first).toContain('tickwall_frames_total 5')
    expect(first).toContain('tickwall_connections_refused_total{code="notFound"} 1')
    expect(first).toContain('tickwall_bad_records_total{reason="keyMismatch"} 4')
    expect(first).toContain('tickwall_connections 3')
    expect(first).toContain('tickwall_streams{transport="sse"} 2')
    expect(first).toContain('tickwall_streams_opened_total{transport="poll"} 8')
    expect(first).toContain('tickwall_kafka_lag_records{log="ticks",partition="2"} 15')
    expect(first).toContain('tickwall_unusual_ticks_total{kind="duplicates"} 6')
    expect(first).toContain('tickwall_source_state{state="live"} 0')
    expect(first).toContain('tickwall_source_state{state="lost"} 1')

    measures.frames.add(2)
    expect(lines(await prometheus.text())).toContain('tickwall_frames_total 7')
  })

  it('keeps a histogram of flush delays', async () => {
    const measures = createMeasures()
    const prometheus = new Prometheus(measures, gauges)
    measures.flushDelay.observe(0.003)
    const text = lines(await prometheus.text())
    expect(text).toContain('tickwall_flush_delay_seconds_bucket{le="0.0025"} 0')
    expect(text).toContain('tickwall_flush_delay_seconds_bucket{le="0.005"} 1')
    expect(text).toContain('tickwall_flush_delay_seconds_count 1')
  })

  it('adds the event-loop delay and the memory of the process on request', async () => {
    const prometheus = new Prometheus(createMeasures(), gauges)
    prometheus.addProcess()
    const text = await prometheus.text()
    expect(text).toContain('nodejs_eventloop_lag_p99_seconds')
    expect(text).toContain('process_resident_memory_bytes')
  })
})
