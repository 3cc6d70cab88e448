import { describe, expect, it } from 'vitest'
import { createMeasures, histogramsOf } from './measures.js'
import { counter, gauge, type Reading } from './metric.js'
import { Prometheus } from './prometheus.js'

const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))

describe('Prometheus', () => {
  it('reads each metric at each scrape anew, one value or one for each series', async () => {
    let total = 5
    const infos = { things_total: counter('Things'), places: gauge('Places', { where: ['here', 'there'] }) }
    const readings: Record<keyof typeof infos, Reading> = {
      things_total: () => total,
      places: () => [
        [{ where: 'here' }, total * 2],
        [{ where: 'there' }, 0],
      ],
    }
    const prometheus = new Prometheus(infos, readings, [])
    expect(lines(await prometheus.text())).toEqual([
      'tickwall_things_total 5',
      'tickwall_places{where="here"} 10',
      'tickwall_places{where="there"} 0',
    ])
    total = 7
    expect(lines(await prometheus.text())).toContain('tickwall_things_total 7')
  })

  it('takes no metric that nobody reads', () => {
    expect(() => new Prometheus({ lost_total: counter('Lost') }, {}, [])).toThrow('lost_total')
  })

  it('keeps histograms', async () => {
    const measures = createMeasures()
    const prometheus = new Prometheus({}, {}, histogramsOf(measures))
    measures.flushDelay.observe(0.003)
    measures.latency.observe({ stage: 'fold' }, 0.02)
    const text = lines(await prometheus.text())
    expect(text).toContain('tickwall_flush_delay_seconds_bucket{le="0.0025"} 0')
    expect(text).toContain('tickwall_flush_delay_seconds_bucket{le="0.005"} 1')
    expect(text).toContain('tickwall_flush_delay_seconds_count 1')
    expect(text).toContain('tickwall_latency_seconds_bucket{le="0.025",stage="fold"} 1')
  })

  it('adds the event-loop delay and the memory of the process on request, and nothing that is misnamed', async () => {
    const prometheus = new Prometheus({}, {}, [])
    prometheus.addProcess()
    const text = await prometheus.text()
    expect(text).toContain('nodejs_eventloop_lag_p99_seconds')
    expect(text).toContain('process_resident_memory_bytes')
    const gauges = [...text.matchAll(/^# TYPE (\S+) gauge$/gm)].map(([, name]) => name ?? '')
    expect(gauges.filter((name) => name.endsWith('_total'))).toEqual([])
  })
})
