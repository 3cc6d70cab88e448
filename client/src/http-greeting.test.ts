import { expect, it } from 'vitest'
import { helloOf, serverSign } from './http-greeting.js'

const SIGN = { ts: 1, server: 'gw-1', heartbeatMs: 5000, source: 'live' } as const

it('[AUT11] knows without a hello by how much all is delayed', () => {
  expect(helloOf({ ...SIGN, delayMs: 900_000 }, 'b', 5000)).toMatchObject({ delayMs: 900_000 })
  expect(helloOf({ ...SIGN, delayMs: null }, 'b', 5000)).not.toHaveProperty('delayMs')
  const read = [900_000, 0, 'much', undefined].map((delayMs) => serverSign({ ...SIGN, delayMs })?.delayMs)
  expect(read).toEqual([900_000, null, null, null])
})
