import { k6, provision, runScenario, startStack, untilLive, type Stack } from '@tickwall/tools'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const CONNECTIONS = 500
const TOPICS = 20

interface Summary {
  readonly metrics: Record<
    string,
    { readonly values: Record<string, number>; readonly thresholds?: Record<string, { readonly ok: boolean }> }
  >
}

let stack: Stack
let dir: string

describe('k6 through Nginx ip_hash', () => {
  beforeAll(async () => {
    await provision([k6])
    dir = mkdtempSync(join(tmpdir(), 'tickwall-smoke-'))
    stack = await startStack({ producer: true })
    await untilLive(stack)
  }, 240_000)

  afterAll(async () => {
    await stack?.stop()
    if (dir !== undefined) rmSync(dir, { recursive: true, force: true })
  })

  it(`holds ${CONNECTIONS} sockets × ${TOPICS} topics on two gateways without a hole, within the scenario's thresholds`, async () => {
    const summary = join(dir, 'summary.json')
    const { code, output } = await runScenario({
      scenario: 'smoke',
      url: stack.url,
      parameters: {
        CONNECTIONS: String(CONNECTIONS),
        TOPICS: String(TOPICS),
        SECONDS: '15',
        SERVERS: 'gateway-1,gateway-2',
        COMPARE_MS: '6000',
        SUMMARY: summary,
      },
    })
    expect(code, output).toBe(0)
    const { metrics } = JSON.parse(readFileSync(summary, 'utf8')) as Summary
    const crossed = Object.entries(metrics).filter(([, { thresholds = {} }]) =>
      Object.values(thresholds).some(({ ok }) => !ok),
    )
    expect(crossed).toEqual([])
    expect(metrics['frames']?.values.count).toBeGreaterThan(CONNECTIONS * 10)
    expect(metrics['live_sockets']?.values.count).toBe(CONNECTIONS)
    for (const server of ['gateway-1', 'gateway-2'])
      expect(metrics[`sessions{server:${server}}`]?.values.count, server).toBeGreaterThan(CONNECTIONS / 5)
  })

  it.each([
    ['mixed', { polls: 30, frames: 200, checked_states: 1 }],
    ['churn', { returned_sockets: 1, resumed_by_delta: 1, frames: 200, checked_states: 1 }],
  ])('`%s`: JSON and binary, polls, those who come, go and turn pages: nothing is wrong', async (scenario, least) => {
    const summary = join(dir, `${scenario}.json`)
    const { output } = await runScenario({
      ...{ scenario, url: stack.url },
      parameters: {
        ...{ CONNECTIONS: '60', SECONDS: '6', RAMP_MS: '500', VUS: '16', COMPARE_MS: '6000', SUMMARY: summary },
        ...{ EVERY_MS: '500', LEAVES_EVERY: '4' },
      },
    })
    const { metrics } = JSON.parse(readFileSync(summary, 'utf8')) as Summary
    const wrong = ['frame_gaps', 'broken_frames', 'wrong_states', 'lost_sockets', 'failed_polls']
    expect(
      wrong.map((name) => metrics[name]?.values.count ?? 0),
      output,
    ).toEqual(wrong.map(() => 0))
    for (const [name, count] of Object.entries(least)) {
      expect(metrics[name]?.values.count ?? 0, `${name}\n${output}`).toBeGreaterThanOrEqual(count)
    }
  })
})
