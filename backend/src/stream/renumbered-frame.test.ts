import { encodeDelta, encodeFrame, encodeSnapshot, frameHead } from '@tickwall/protocol'
import { describe, expect, it } from 'vitest'
import { renumberedFrame } from './renumbered-frame.js'

const HEAD = { n: 7041, prev: null, ts: 1723161255443, at: 1723161255441 }
const state = { last: '61837.63', lastSide: 'buy' } as const
const changes = { last: 'é,[12,"}', partial: null }

describe('a frame with other refs', () => {
  it.each([
    ['snapshots', [1, 20_000], []],
    ['deltas', [], [300, 1]],
    ['both', [20_000], [1, 300]],
    ['nothing', [], []],
  ])('[STR3] is the text that would have been encoded with them: %s', (_name, snapshots, deltas) => {
    const refs = new Map([
      [1, '4321'],
      [300, '0'],
      [20_000, String(Number.MAX_SAFE_INTEGER)],
    ])
    const made = renumberedFrame(
      HEAD,
      snapshots.map((ref) => Buffer.from(encodeSnapshot(ref, '9f3c', 1034, state))),
      deltas.map((ref) => Buffer.from(encodeDelta(ref, 1040, changes))),
      refs,
    )
    const text = encodeFrame(
      frameHead(HEAD.n, null, HEAD.ts, HEAD.at),
      snapshots.map((ref) => encodeSnapshot(Number(refs.get(ref)), '9f3c', 1034, state)),
      deltas.map((ref) => encodeDelta(Number(refs.get(ref)), 1040, changes)),
    )
    expect(made.toString()).toBe(text)
  })
})
