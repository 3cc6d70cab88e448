import { describe, expect, it } from 'vitest'
import { untilEnded } from './until-ended.js'

describe('untilEnded', () => {
  const never = () => new Promise<never>(() => undefined)

  it('ends with the run, and with its fault', async () => {
    const { signal } = new AbortController()
    await untilEnded(Promise.resolve(), signal, never)
    await expect(untilEnded(Promise.reject(new Error('too large')), signal, never)).rejects.toThrow('too large')
  })

  it('takes what the stopping refuses for no fault, whichever of the two is told first', async () => {
    const ending = new AbortController()
    let refuse = (): void => undefined
    const run = new Promise<void>((_, fail) => {
      refuse = () => fail(new Error('the publisher was stopped'))
    })
    const ended = untilEnded(run, ending.signal, () => {
      refuse()
      return never()
    })
    ending.abort()
    await ended
  })

  it('waits no longer than for the stopping', async () => {
    const ending = new AbortController()
    const ended = untilEnded(never(), ending.signal, () => Promise.resolve())
    ending.abort()
    await ended
    await untilEnded(never(), ending.signal, () => Promise.resolve())
  })
})
