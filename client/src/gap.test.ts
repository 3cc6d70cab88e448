import { describe, expect, it } from 'vitest'
import { FrameOrder } from './gap.js'

describe('FrameOrder', () => {
  it.each([
    ['the first frame of a connection follows', [[7, 3, 'follows']]],
    [
      'a frame of its own follows whatever its number',
      [
        [7, 3, 'follows'],
        [90, undefined, 'follows'],
      ],
    ],
    [
      'a shared frame follows on the last number',
      [
        [7, undefined, 'follows'],
        [9, 7, 'follows'],
      ],
    ],
    [
      'numbers may have holes of their own',
      [
        [7, undefined, 'follows'],
        [12, 5, 'follows'],
        [20, 12, 'follows'],
      ],
    ],
    [
      '[LNK3] a frame whose prev is above the last number is a hole',
      [
        [7, undefined, 'follows'],
        [9, 8, 'hole'],
      ],
    ],
    [
      'after a hole its own number counts',
      [
        [7, undefined, 'follows'],
        [9, 8, 'hole'],
        [10, 9, 'follows'],
      ],
    ],
    [
      'a repeated number takes nothing back',
      [
        [9, undefined, 'follows'],
        [7, 6, 'follows'],
        [10, 9, 'follows'],
      ],
    ],
  ] as const)('%s', (_title, frames) => {
    const order = new FrameOrder()
    for (const [n, prev, expected] of frames) expect(order.take(n, prev)).toBe(expected)
  })

  it('knows the largest number, for the acknowledgement', () => {
    const order = new FrameOrder()
    expect(order.last).toBeNull()
    order.take(9, undefined)
    order.take(7, undefined)
    expect(order.last).toBe(9)
  })
})
