import { describe, expect, it } from 'vitest'
import { formatsFor } from '../../figures/formats.js'
import type { MetricTopic } from '../../market/load-topics.js'
import { hostBars, MOST_BARS } from './host-bars.js'
import { metricPanels } from './metric-panels.js'
import { printMetric } from './print-metric.js'

const metric = (host: string, name: string, unit: string | null = 'percent'): MetricTopic => ({
  host,
  name,
  unit,
  topic: `metric/${host}/${name}`,
})
const kinds = (metrics: readonly MetricTopic[]) => metricPanels(metrics).map(({ kind }) => kind)
const linesOf = (metrics: readonly MetricTopic[]) => metricPanels(metrics)[0]?.lines.map(({ topic }) => topic)

describe('metricPanels', () => {
  it('has one panel a kind, none of a kind that nobody reports', () => {
    expect(metricPanels([])).toEqual([])
    expect(kinds([metric('a', 'memory.used'), metric('a', 'cpu.utilization'), metric('a', 'fans')])).toEqual([
      'cpu',
      'memory',
    ])
  })

  it('takes the best name a host reports, else the next best', () => {
    const exact = metric('a', 'cpu.utilization')
    expect(linesOf([metric('a', 'cpu.user'), exact])).toEqual([exact.topic])
    expect(linesOf([metric('a', 'cpu.user')])).toEqual(['metric/a/cpu.user'])
    expect(linesOf([metric('a', 'CPU.utilisation', null)])).toEqual(['metric/a/CPU.utilisation'])
  })

  it('takes no metric of another unit', () => {
    expect(kinds([metric('a', 'memory.used', 'bytes')])).toEqual([])
    expect(kinds([metric('a', 'eventLoop.delayP99', 'percent')])).toEqual([])
    expect(kinds([metric('a', 'eventLoop.delayP99', 'MS')])).toEqual(['eventLoop'])
    expect(kinds([metric('a', 'load.1m', 'whatever')])).toEqual(['load'])
  })

  it('has a line a host, named by it, four at most', () => {
    const hosts = ['a', 'b', 'c', 'd', 'e'].map((host) => metric(host, 'cpu.utilization'))
    expect(metricPanels(hosts)[0]?.lines.map(({ host, way }) => (way === null ? host : ''))).toEqual([
      'a',
      'b',
      'c',
      'd',
    ])
  })

  it('shows both ways of a network, host by host', () => {
    const both = (host: string) =>
      ['network.received', 'network.sent'].map((name) => metric(host, name, 'bytesPerSecond'))
    const shown = metricPanels([...both('a'), ...both('b')])[0]?.lines.map(({ host, way }) => `${host} ${way}`)
    expect(shown).toEqual(['a received', 'a sent', 'b received', 'b sent'])
  })
})

describe('hostBars', () => {
  const full = (host: string) => ['cpu.utilization', 'memory.used', 'disk.used'].map((name) => metric(host, name))
  const bars = (...hosts: string[]) => hostBars(metricPanels(hosts.flatMap(full)))
  const shown = (...hosts: string[]) => bars(...hosts).map(({ host, kind }) => `${host} ${kind}`)

  it('shows all parts of few hosts, host by host', () => {
    expect(shown('a')).toEqual(['a cpu', 'a memory', 'a disk'])
    expect(shown('a', 'b')).toEqual(['a cpu', 'a memory', 'a disk', 'b cpu', 'b memory', 'b disk'])
  })
  it('shows less of each the more there are', () => {
    expect(shown('a', 'b', 'c')).toEqual(['a cpu', 'a memory', 'b cpu', 'b memory', 'c cpu', 'c memory'])
    expect(shown('a', 'b', 'c', 'd')).toEqual(['a cpu', 'b cpu', 'c cpu', 'd cpu'])
    expect(bars('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h').length).toBeLessThanOrEqual(MOST_BARS)
  })
  it('warns at the threshold of the kind', () => {
    expect(bars('a').map(({ threshold }) => threshold)).toEqual([85, 90, 90])
  })
  it('is empty where nothing is a part of a whole', () => {
    expect(hostBars(metricPanels([metric('a', 'load.1m', null)]))).toEqual([])
  })
})

describe('printMetric', () => {
  const english = formatsFor('en')
  it.each([
    [0.04, 'percent', '0%'],
    [9.94, 'percent', '9.9%'],
    [9.96, 'percent', '10%'],
    [61.7, 'percent', '62%'],
    [1.25, 'ms', '1.3 ms'],
    [250, 'ms', '250 ms'],
    [1500, 'bytesPerSecond', '1.5 kB/s'],
    [999, 'bytes', '999 B'],
    [2_500_000_000, 'bytes', '2.5 GB'],
    [0.256, 'number', '0.26'],
    [-1.5, 'number', '\u22121.5'],
  ] as const)('%d in %s is %s', (value, unit, text) => {
    expect(printMetric(value, unit, english)).toBe(text)
  })
})
