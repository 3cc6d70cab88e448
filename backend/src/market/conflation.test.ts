import { expect, it } from 'vitest'
import { Market } from './market.js'
import { trade } from './testing/ticks.js'

const NOON = 19_900 * 86_400_000 + 43_200_000

it('[CFL6] a delta over many ticks still carries the spike between, what was traded, and what fell out', () => {
  const market = new Market({ sessionStartMs: 0, ringSizes: { trades: 3, bars: 500, metric: 600 } })
  market.open({ log: 'ticks', partition: 0 }, { epoch: 'e', horizon: 0, horizonMs: null })
  const prices = ['100', '100', '999.5', '0.25', '100', '100']
  prices.forEach((price, offset) => {
    market.fold({ log: 'ticks', partition: 0 }, trade(price, '2', NOON + offset), offset, NOON, NOON)
  })
  const changes = (kind: 'quote' | 'trades') => market.handle({ kind, instrument: 'x:A' }).changesSince(0)
  expect(changes('quote')).toMatchObject({ high: '999.5', low: '0.25', volume: '12', turnover: '2799.5', trades: 6 })
  expect(changes('quote')).not.toHaveProperty('open')
  expect(changes('trades')).toMatchObject({
    items: [[3], [4], [5]].map((item) => expect.arrayContaining(item)),
    lost: 2,
  })
})
