import { beforeAll, describe, expect, it } from 'vitest'
import { CLIENTS, runSeed, type SeedOutcome } from '../../src/run-seed.js'
import { verify } from '../../src/verify/verify.js'
import { PLANTS } from '../plants.js'

/** What is judged here is what clients hold; how soon is a matter of what else the machine does. */
const PATIENCE_MS = 180_000
const SETUP_TIMEOUT_MS = 600_000

/** One fault is enough to see that everything still works together; `npm run chaos` has the others. */
describe('a stack that is broken', () => {
  let outcome: SeedOutcome

  beforeAll(async () => {
    const said: string[] = []
    outcome = await runSeed(1, {
      ...{
        faults: 1,
        only: ['gatewayKilled'],
        isFull: false,
        freshWithinMs: PATIENCE_MS,
        signal: new AbortController().signal,
      },
      say: (line) => said.push(line),
    })
    expect(said.join('\n')).toContain('was killed and came back')
  }, SETUP_TIMEOUT_MS)

  it('shows no client anything but the fold of the log', () => {
    const { verdict, brought, run } = outcome
    expect(verdict.violations).toEqual([])
    expect(brought).toEqual(['gatewayKilled'])
    expect(verdict.records).toBeGreaterThan(50)
    expect(verdict.recoveries).toHaveLength(1)
    expect(run.histories).toHaveLength(CLIENTS)
    const servers = new Set<string>()
    for (const { name, events, shown, topics } of run.histories) {
      const frames = events.filter((event) => event.kind === 'received' && event.message.type === 'frame')
      expect([name, frames.length > 0, shown.length]).toEqual([name, true, topics.length])
      for (const event of events)
        if (event.kind === 'received' && event.message.type === 'hello') servers.add(event.message.server)
    }
    expect([...servers].sort()).toEqual(['gateway-1', 'gateway-2'])
    expect(outcome.reconnects).toBeGreaterThan(0)
  })

  it('would have shown every bug that is planted into what was really sent', () => {
    const planted = Object.entries(PLANTS).flatMap(([name, plant]) => {
      const run = plant(outcome.run)
      return run === null ? [] : [{ name, isFound: verify(run).violations.length > 0 }]
    })
    expect(planted.filter(({ isFound }) => !isFound)).toEqual([])
    expect(planted.length).toBeGreaterThan(15)
  })
})
