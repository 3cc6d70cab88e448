import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { frameHead } from '../../protocol/src/frame-head.ts'
import { readPositions } from './frame-positions.ts'

const number = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })
const text = fc.stringMatching(/^[ -~]{0,12}$/)
const state = fc.record({
  last: text,
  decimals: fc.record({ price: fc.integer(), size: fc.integer() }),
  partial: fc.constantFrom(true, undefined),
})
const snapshot = fc.record({ ref: number, epoch: fc.stringMatching(/^[0-9a-f]{4,16}$/), offset: number, state })
const delta = fc.tuple(number, number, state)

describe('readPositions', () => {
  it('reads of every frame of quotes what decoding it whole does', () =>
    fc.assert(
      fc.property(
        fc.array(snapshot),
        fc.array(
          delta.filter(([, , { last }]) => !last.includes('}],[')),
          { maxLength: 5 },
        ),
        (snapshots, deltas) => {
          const parts = [
            ...(snapshots.length === 0 ? [] : [`,"snapshots":${JSON.stringify(snapshots)}`]),
            ...(deltas.length === 0 ? [] : [`,"deltas":${JSON.stringify(deltas)}`]),
          ]
          expect(readPositions(`${frameHead(7, null, 1, 1)}${parts.join('')}}`)).toEqual({
            snapshots: snapshots.map((part) => ({
              ...{ ref: part.ref, epoch: part.epoch, offset: part.offset },
              isPartial: part.state.partial === true,
            })),
            deltas: deltas.map(([ref, offset]) => ({ ref, offset })),
          })
        },
      ),
    ))
})
