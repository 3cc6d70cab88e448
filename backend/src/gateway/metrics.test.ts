import { describe, expect, it } from 'vitest'
import { createMeasures, histogramsOf } from '../observe/measures.js'
import { Prometheus } from '../observe/prometheus.js'
import { allMetrics, METRICS, readings, type Gauges } from './metrics.js'

const gauges: Gauges = {
  connections: () => 3,
  streams: () => ({ sse: 2, poll: 1 }),
  subscriptions: () => 40,
  lanes: () => 7,
  cohorts: () => 2,
  segments: () => 90,
  conflationRatio: () => 4.5,
  lag: () => [{ log: 'ticks', partition: 2, value: 15 }],
  sourceState: () => 'lost',
  phase: () => 'ready',
  drainProgress: () => 0,
  build: () => '0.1.0-abc',
  certificateExpiresAt: () => 0,
  unusualTicks: () => ({ duplicates: 6, lateTrades: 0 }),
  screens: () => ({
    ...{ live: 2, lagging: 0, stale: 0, catchingUp: 0, connecting: 0, reconnecting: 1, offline: 0, stopped: 0 },
  }),
}

function setUp() {
  const measures = createMeasures()
  const prometheus = new Prometheus(METRICS, readings(measures, gauges), histogramsOf(measures))
  const scrape = async (): Promise<string[]> =>
    (await prometheus.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return { measures, scrape }
}

/** Name and labels of a line of the text format. */
function seriesOf(line: string): { name: string; labels: [string, string][] } {
  const [, name = '', inner = ''] = /^([a-z_]+)(?:\{(.*)\})? \S+$/.exec(line) ?? []
  return {
    name,
    labels: [...inner.matchAll(/([a-z_]+)="([^"]*)"/g)].map(([, label = '', value = '']) => [label, value]),
  }
}

describe('the metrics of a gateway', () => {
  it('are what was counted and what is read off the parts, at each scrape anew', async () => {
    const { measures, scrape } = setUp()
    measures.frames.add(5)
    measures.streams.add('poll', 8)
    measures.refused.add('notFound')
    measures.badRecords.add('keyMismatch', 4)
    measures.stalls.add('notFetching')
    measures.sendFailures.add('websocket', 2)
    const first = await scrape()
    for (const line of [
      'tickwall_frames_total 5',
      'tickwall_connections_refused_total{code="notFound"} 1',
      'tickwall_bad_records_total{reason="keyMismatch"} 4',
      'tickwall_kafka_stalls_total{reason="notFetching"} 1',
      'tickwall_send_failures_total{transport="websocket"} 2',
      'tickwall_connections 3',
      'tickwall_cohorts 2',
      'tickwall_segments_total 90',
      'tickwall_conflation_ratio 4.5',
      'tickwall_streams{transport="sse"} 2',
      'tickwall_streams_opened_total{transport="poll"} 8',
      'tickwall_kafka_lag_records{log="ticks",partition="2"} 15',
      'tickwall_unusual_ticks_total{kind="duplicates"} 6',
      'tickwall_source_state{state="live"} 0',
      'tickwall_source_state{state="lost"} 1',
      'tickwall_phase{phase="ready"} 1',
      'tickwall_phase{phase="draining"} 0',
      'tickwall_build_info{build="0.1.0-abc"} 1',
    ])
      expect(first).toContain(line)
    measures.frames.add(2)
    expect(await scrape()).toContain('tickwall_frames_total 7')
  })

  it('have a series for each known value from the start: a rate needs a beginning', async () => {
    const { scrape } = setUp()
    const names = new Map<string, number>()
    for (const line of await scrape()) {
      const { name } = seriesOf(line)
      names.set(name, (names.get(name) ?? 0) + 1)
    }
    for (const [name, info] of allMetrics()) {
      if (info.type === 'histogram') continue
      const values = Object.values(info.labels)
      const expected = values.reduce((product, each) => product * (Array.isArray(each) ? each.length : 1), 1)
      // Of two logs only one has a partition here.
      expect([name, names.get(name)]).toEqual([name, name === 'tickwall_kafka_lag_records' ? 1 : expected])
    }
  })

  it('have no label value that the table does not list, whatever was counted', async () => {
    const { measures, scrape } = setUp()
    const hostile = '"}\ntickwall_ready 0'
    for (const tally of [measures.badRecords, measures.records, measures.ignoredRecords, measures.stalls])
      for (let i = 0; i < 1000; i++) tally.add(`${hostile}${String(i)}`)
    const known = allMetrics()
    const lines = await scrape()
    for (const line of lines) {
      const { name, labels } = seriesOf(line)
      const info = known.get(name) ?? known.get(name.replace(/_(bucket|sum|count)$/, ''))
      expect(info, line).toBeDefined()
      for (const [label, value] of labels) {
        if (label === 'le') continue
        const values = info?.labels[label]
        expect(values, line).toBeDefined()
        if (Array.isArray(values)) expect(values, line).toContain(value)
      }
    }
    expect(lines.length).toBeLessThan(250)
  })
})
