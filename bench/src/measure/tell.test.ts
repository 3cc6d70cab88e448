import { describe, expect, it } from 'vitest'
import { tell } from './tell.js'
import type { Outcome } from './trial.js'

const OUTCOME: Outcome = {
  ...{ cpuUsPerFrame: 6, cpuUsPerClientSecond: 60, core: 0.2, bytesPerFrame: 2048, latencyMs: null },
  ...{ share: 1, crowdCore: 0.4 },
}

function told(outcome: Partial<Outcome>, scale = 1) {
  const said: string[] = []
  const remarks: string[] = []
  const context = { runs: 1, seconds: 1, profile: null, centrifugo: null }
  const listen = { say: (line: string) => said.push(line), remark: (line: string) => remarks.push(line) }
  tell({ ...context, ...listen, scale }, 'shared', 'run 1', { ...OUTCOME, ...outcome })
  return { said, remarks }
}

describe('tell', () => {
  it('says what a trial came to', () => {
    const { said, remarks } = told({})
    expect(said).toEqual(['  run 1: 6.00 µs a frame of 2048 B, 100 % of frames, 20 % of a core, clients 40 %'])
    expect(remarks).toEqual([])
  })
  it('doubts figures of a machine that did not keep up, and of clients that may have been what was measured', () => {
    expect(told({ share: 0.7 }).remarks[0]).toContain('too busy')
    expect(told({ crowdCore: 0.97 }).remarks[0]).toContain('the clients took a whole core')
  })
  it('does not doubt what was never meant to say anything', () =>
    expect(told({ share: 0.1 }, 0.01).remarks).toEqual([]))
})
