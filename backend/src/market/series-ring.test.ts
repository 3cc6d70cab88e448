import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SeriesRing } from './series-ring.js'

type Row = readonly [start: number, value: number, text: string]

const rows = (ring: SeriesRing): Row[] =>
  Array.from({ length: ring.length }, (_, i) => [ring.number(i, 0), ring.number(i, 1), ring.text(i, 0)])

function put(ring: SeriesRing, start: number, value: number): void {
  const found = ring.lowerBound(start)
  const place = ring.has(found, start) ? found : ring.insert(found)
  if (place < 0) return
  ring.setNumber(place, 0, start)
  ring.setNumber(place, 1, value)
  ring.setText(place, 0, `t${value}`)
}

describe('SeriesRing', () => {
  it.each([1, 2, 5, 40, 100])('does what a sorted list cut to its newest %i would do', (size) => {
    const steps = fc.array(fc.oneof(fc.nat(200), fc.constant('drop' as const)), { maxLength: 400, size: 'max' })
    fc.assert(
      fc.property(steps, (starts) => {
        const ring = new SeriesRing(size, 2, 1)
        let list: Row[] = []
        starts.forEach((start, value) => {
          if (start === 'drop') {
            if (ring.length > 0) ring.drop(1)
            list = list.slice(1)
            return
          }
          put(ring, start, value)
          const others = list.filter(([known]) => known !== start)
          list = [...others, [start, value, `t${value}`] as const].sort((a, b) => a[0] - b[0]).slice(-size)
        })
        expect(rows(ring)).toEqual(list)
        expect(ring.isFull).toBe(list.length === size)
      }),
    )
  })

  it('holds a long ascending series', () => {
    const ring = new SeriesRing(499, 2, 1)
    for (let i = 0; i < 5000; i++) put(ring, i, i)
    expect(rows(ring).map(([start]) => start)).toEqual(Array.from({ length: 499 }, (_, i) => 4501 + i))
  })

  it('holds nothing when its size is 0', () => {
    const ring = new SeriesRing(0, 2)
    expect(ring.insert(0)).toBe(-1)
    expect(ring.length).toBe(0)
  })
})
