import { describe, expect, it } from 'vitest'
import type { RunSummary } from '../run-summary.js'
import { summaryBars } from '../summary-bars.js'
import { startCoordinator } from './coordinator.js'
import { joinCoordinator } from './join.js'
import { mergeSummaries, shareOf } from './merge-summaries.js'

const summary = (connections: number, p99: number, gaps = 0): RunSummary => ({
  title: 'steady',
  plan: { scenario: 'steady', connections, topics: 20, maxHz: 2, measuredFromMs: 0, measuredToMs: 1000 },
  metrics: {
    frame_gaps: { values: { count: gaps }, thresholds: { 'count==0': { ok: gaps === 0 } } },
    live_sockets: { values: { count: connections }, thresholds: { [`count==${connections}`]: { ok: true } } },
    tick_age_ms: {
      values: { med: p99 / 2, 'p(99)': p99, count: connections * 10 },
      thresholds: { 'p(99)<=700': { ok: true } },
    },
  },
})

describe('shareOf', () => {
  it('gives every connection to one machine', () => {
    const shares = [0, 1, 2].map((index) => shareOf(1000, 3, index))
    expect(shares).toEqual([
      { first: 0, count: 334 },
      { first: 334, count: 333 },
      { first: 667, count: 333 },
    ])
  })
})

describe('mergeSummaries', () => {
  const merged = mergeSummaries([summary(600, 300), summary(400, 650, 2)])

  it('adds counts and the bounds on them, and takes the worst percentile', () => {
    expect(merged.plan.connections).toBe(1000)
    const rows = summaryBars(merged).filter(({ limit }) => limit !== null)
    expect(rows.map(({ name, value, limit, pass }) => [name.split(': ')[1], value, limit, pass])).toEqual([
      ['frame gaps', 2, 0, false],
      ['live sockets', 1000, 1000, true],
      ['tick age p99', 650, 700, true],
    ])
  })
  it('does not let a machine that measured nothing make others look good', () => {
    const none = { ...summary(1, 0), metrics: { tick_age_ms: { values: { med: 0, 'p(99)': 0, count: 0 } } } }
    expect(mergeSummaries([none, summary(1, 300)]).metrics['tick_age_ms']?.values['p(99)']).toBe(300)
  })
  it('needs one', () => expect(() => mergeSummaries([])).toThrow('no summaries'))
})

describe('startCoordinator', () => {
  const options = {
    ...{ scenario: 'steady', url: 'http://gateways:8080', connections: 1001, machines: 2, host: '127.0.0.1', port: 0 },
    parameters: { TOPICS: '5' },
    nowMs: () => 1000,
    say: () => undefined,
  }

  it('tells each machine its share and the same start once all have joined, and collects what they measured', async () => {
    const coordinator = await startCoordinator(options)
    const tasks: unknown[] = []
    const machine = (p99: number) =>
      joinCoordinator(coordinator.url, (task) => {
        tasks.push(task)
        return Promise.resolve(summary(Number(task.parameters['CONNECTIONS']), p99))
      })
    await Promise.all([machine(300), machine(400)])
    const summaries = await coordinator.summaries
    await expect(machine(1)).rejects.toThrow('409')
    await coordinator.close()

    expect(tasks).toHaveLength(2)
    const first = { CONNECTIONS: '501', FIRST_CLIENT: '0', TOPICS: '5' }
    const second = { CONNECTIONS: '500', FIRST_CLIENT: '501', TOPICS: '5' }
    for (const parameters of [first, second]) {
      expect(tasks).toContainEqual({ scenario: 'steady', url: options.url, parameters, startInMs: 15_000 })
    }
    expect(mergeSummaries(summaries).plan.connections).toBe(1001)
  })

  it('answers nonsense and lives', async () => {
    const coordinator = await startCoordinator(options)
    const status = async (path: string, method: string, body?: string): Promise<number> =>
      (await fetch(coordinator.url + path, { method, ...(body === undefined ? {} : { body }) })).status
    expect(await status('/', 'GET')).toBe(404)
    expect(await status('/machines/0/task', 'GET')).toBe(404)
    expect(await status('/machines', 'POST')).toBe(200)
    expect(await status('/machines/0/task', 'GET')).toBe(204)
    expect(await status('/machines/0/summary', 'PUT', 'not JSON')).toBe(400)
    expect(await status('/machines/0/summary', 'DELETE')).toBe(405)
    await coordinator.close()
  })
})
