import { describe, expect, it } from 'vitest'
import { alternate } from './alternate.js'

describe('alternate', () => {
  it('measures variants in turn, run after run, each told of those before it in its run', async () => {
    const order: string[] = []
    const outcomes = await alternate<'ours' | 'floor', number>(2, ['ours', 'floor'], (variant, run, sofar) => {
      order.push(`${run} ${variant} ${JSON.stringify(sofar)}`)
      return Promise.resolve(variant === 'ours' ? run : (sofar.ours ?? NaN) * 10)
    })
    expect(order).toEqual(['1 ours {}', '1 floor {"ours":1}', '2 ours {}', '2 floor {"ours":2}'])
    expect(outcomes).toEqual({ ours: [1, 2], floor: [10, 20] })
  })
})
