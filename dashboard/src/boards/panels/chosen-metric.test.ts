import { expect, it } from 'vitest'
import { chosenMetric } from './chosen-metric.js'

const metrics = [
  { host: 'a', name: 'cpu.utilization', unit: 'percent', topic: 'metric/a/cpu.utilization' },
  { host: 'b', name: 'cpu.utilization', unit: 'percent', topic: 'metric/b/cpu.utilization' },
  { host: 'b', name: 'queue.length', unit: 'items', topic: 'metric/b/queue.length' },
  { host: 'b', name: 'process.rss', unit: 'Bytes', topic: 'metric/b/process.rss' },
]
const hosts = (choice: string, host: string) => chosenMetric(choice, host, metrics)?.lines.map((line) => line.host)

it('is a kind on all hosts or on one, or a single topic', () => {
  expect(hosts('cpu', '')).toEqual(['a', 'b'])
  expect(hosts('cpu', 'b')).toEqual(['b'])
  expect(hosts('processMemory', '')).toEqual(['b'])
  expect(chosenMetric('metric/b/queue.length', '', metrics)).toEqual({
    kind: null,
    name: 'queue.length',
    unit: 'number',
    lines: [{ topic: 'metric/b/queue.length', host: 'b', way: null }],
  })
  expect(chosenMetric('metric/b/process.rss', '', metrics)?.unit).toBe('bytes')
})

it('is nothing while nobody reports it', () => {
  expect([hosts('cpu', 'c'), hosts('disk', ''), hosts('metric/c/x', ''), hosts('', '')]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})
