import { k6, locate, provision, startChild, startStack, until, type Stack } from '@tickwall/tools'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const CONNECTIONS = 500
const TOPICS = 20
/** `ip_hash` keys on the first three octets: load from one network would all go to one gateway. */
const LOCAL_IPS = Array.from({ length: 16 }, (_, i) => `127.0.${i + 1}.1`)

interface Summary {
  readonly metrics: Record<
    string,
    { readonly values: Record<string, number>; readonly thresholds?: Record<string, { readonly ok: boolean }> }
  >
}

let stack: Stack
let dir: string

describe('k6 smoke through Nginx ip_hash', () => {
  beforeAll(async () => {
    await provision([k6])
    dir = mkdtempSync(join(tmpdir(), 'tickwall-smoke-'))
    // One machine plays 500 clients of 16 networks.
    stack = await startStack({ producer: true })
    await until(
      async () => {
        const answer = await fetch(`${stack.url}/api/topics?query=quote/&limit=1000`)
        return answer.ok && ((await answer.json()) as { topics: unknown[] }).topics.length >= 300
      },
      { what: 'the market of the producer', timeoutMs: 60_000 },
    )
  }, 240_000)

  afterAll(async () => {
    await stack?.stop()
    if (dir !== undefined) rmSync(dir, { recursive: true, force: true })
  })

  it(`holds ${CONNECTIONS} sockets × ${TOPICS} topics on two gateways without a hole, within the scenario's thresholds`, async () => {
    const file = join(dir, 'summary.json')
    const run = await startChild(await locate(k6), [
      'run',
      '--quiet',
      '--no-usage-report',
      `--local-ips=${LOCAL_IPS.join(',')}`,
      ...Object.entries({
        URL: stack.url,
        CONNECTIONS,
        TOPICS,
        SECONDS: 15,
        SERVERS: 'gateway-1,gateway-2',
        SUMMARY: file,
      }).flatMap(([name, value]) => ['-e', `${name}=${value}`]),
      'loadtest/scenarios/smoke.ts',
    ])
    const { code } = await run.exited
    expect(code, run.output()).toBe(0)
    const { metrics } = JSON.parse(readFileSync(file, 'utf8')) as Summary
    const failed = Object.entries(metrics).filter(([, { thresholds = {} }]) =>
      Object.values(thresholds).some(({ ok }) => !ok),
    )
    expect(failed).toEqual([])
    expect(metrics['frames']?.values.count).toBeGreaterThan(CONNECTIONS * 10)
    expect(metrics['live_sockets']?.values.count).toBe(CONNECTIONS)
    for (const server of ['gateway-1', 'gateway-2'])
      expect(metrics[`sessions{server:${server}}`]?.values.count, server).toBeGreaterThan(CONNECTIONS / 5)
    console.log(run.output())
  })
})
