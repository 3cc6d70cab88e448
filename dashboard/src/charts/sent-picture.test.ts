import { expect, it } from 'vitest'
import { SentPicture } from './sent-picture.js'

const picture = (last: number, min = 0, barWidth = 3) => ({
  parts: { xAxis: { min }, grid: { left: 0 } },
  series: [
    { id: 'candles', data: Float64Array.of(1, NaN, last), barWidth },
    { id: 'sessions', data: new Float64Array(0) },
  ],
})
const named = (changes: Record<string, unknown> | null) =>
  changes === null ? null : [Object.keys(changes), ((changes['series'] ?? []) as { id: string }[]).map(({ id }) => id)]

it('sends what changed, and nothing twice', () => {
  const sent = new SentPicture()
  expect(named(sent.changes(picture(5)))).toEqual([
    ['xAxis', 'grid', 'series'],
    ['candles', 'sessions'],
  ])
  expect(sent.changes(picture(5))).toBeNull()
  expect(named(sent.changes(picture(6)))).toEqual([['series'], ['candles']])
  expect(named(sent.changes(picture(6, 1)))).toEqual([['xAxis'], []])
  expect(named(sent.changes(picture(6, 1, 4)))).toEqual([['series'], ['candles']])
  sent.reset()
  expect(named(sent.changes(picture(6, 1, 4)))?.[1]).toEqual(['candles', 'sessions'])
})
