import { expect, it } from 'vitest'
import { directionOf } from './direction.js'

it.each([
  ['1', '2', 'same', 'up'],
  ['2', '1', 'up', 'down'],
  ['1.0', '1.00', 'down', 'down'],
  ['1', '1', 'up', 'up'],
  ['9', '10', 'same', 'up'],
  ['-1', '-2', 'same', 'down'],
  ['0.1000000000000000001', '0.1000000000000000002', 'same', 'same'],
  ['0.100000000000000001', '0.100000000000000002', 'same', 'up'],
  ['9007199254740993', '9007199254740992', 'same', 'down'],
  [undefined, '1', 'same', 'same'],
  ['1', undefined, 'up', 'up'],
  ['x', '1', 'up', 'up'],
] as const)('from %s to %s, having gone %s, is %s', (before, after, held, expected) => {
  expect(directionOf(before, after, held)).toBe(expected)
})
