import { expect, it } from 'vitest'
import { wallPhase } from './wall-phase.js'

it.each([
  [-1, 'banner'],
  [11_999, 'banner'],
  [12_000, 'card'],
  [299_999, 'card'],
  [300_000, null],
] as const)('at an age of %d ms an alert is a %s', (ageMs, phase) => {
  expect(wallPhase(ageMs)).toBe(phase)
})
