import { describe, expect, it } from 'vitest'
import { Readiness } from './readiness.js'

describe('Readiness', () => {
  it('comes with the last of what was there at start', async () => {
    const readiness = new Readiness()
    readiness.await(['a', 'b'])
    readiness.await(['a', 'b', 'later'])
    readiness.done('a')
    readiness.done('a')
    expect(readiness.isPending).toBe(true)
    readiness.done('b')
    expect(readiness.isPending).toBe(false)
    await readiness.ready
  })

  it('comes at once when nothing was there', async () => {
    const readiness = new Readiness()
    readiness.await([])
    await readiness.ready
  })

  it('fails once, and not after it has come', async () => {
    const failed = new Readiness()
    failed.fail(new Error('first'))
    failed.fail(new Error('second'))
    await expect(failed.ready).rejects.toThrow('first')
    const ready = new Readiness()
    ready.await([])
    ready.fail(new Error('late'))
    await ready.ready
  })
})
