import { describe, expect, it } from 'vitest'
import { createLog } from './log.js'
import { OperatingFault } from './operating-fault.js'

describe('createLog', () => {
  it('writes one JSON object a line, with level, time, server and fields', () => {
    const lines: string[] = []
    const log = createLog('info', 'gw-1', { write: (line) => lines.push(line) })
    log.debug({ hidden: true }, 'not at this level')
    log.warn({ partition: 2 }, 'record refused')
    expect(lines).toHaveLength(1)
    expect(lines[0]?.endsWith('\n')).toBe(true)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'warn',
      server: 'gw-1',
      partition: 2,
      msg: 'record refused',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    })
  })

  it('writes the code and the cause of an operating fault', () => {
    const lines: string[] = []
    const fault = new OperatingFault('brokerLost', 'no broker answers', {
      retryable: true,
      cause: new Error('ECONNREFUSED'),
    })
    createLog('info', 'gw-1', { write: (line) => lines.push(line) }).error({ err: fault }, 'source lost')
    const written: unknown = JSON.parse(lines[0] ?? '')
    expect(written).toMatchObject({ err: { code: 'brokerLost', retryable: true } })
    expect(lines[0]).toContain('ECONNREFUSED')
  })
})
