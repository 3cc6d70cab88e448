import { describe, expect, it } from 'vitest'
import { loadings } from './asset.js'
import { catalogue } from './catalogue.js'

describe('catalogue', () => {
  it('has at least 300 names, each once, in six venues', () => {
    const names = catalogue.map(({ instrument }) => instrument)
    expect(names.length).toBeGreaterThanOrEqual(300)
    expect(new Set(names).size).toBe(names.length)
    expect(new Set(names.map((name) => name.split(':')[0]))).toEqual(
      new Set(['spot', 'usdm', 'coinm', 'fx', 'eq', 'cmd']),
    )
    for (const name of names) expect(name).toMatch(/^[a-z]+:[\w-]{3,24}$/)
  })

  it('has every price scale from 0 to 10 decimals', () => {
    expect([...new Set(catalogue.map(({ places }) => places))].sort((a, b) => a - b)).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ])
  })

  it('has ticks fine enough to move and coarse enough to see: a price has 100 to 10 million of them', () => {
    for (const { instrument, base, quote, factor, places, tickUnits } of catalogue) {
      if (base.moves === 'linear') continue
      const ticks = ((base.price / (quote?.price ?? 1)) * factor * 10 ** places) / tickUnits
      expect(ticks, instrument).toBeGreaterThan(100)
      expect(ticks, instrument).toBeLessThan(10_000_000)
    }
  })

  it('counts in whole, positive steps', () => {
    for (const { tickUnits, stepUnits, usualSteps, spreadTicks } of catalogue) {
      for (const count of [tickUnits, stepUnits, usualSteps, spreadTicks]) {
        expect(Number.isInteger(count) && count >= 1).toBe(true)
      }
    }
  })

  it('resolves both legs of every currency pair', () => {
    for (const { instrument, base, quote } of catalogue.filter(({ instrument }) => instrument.startsWith('fx:'))) {
      expect(`fx:${base.name}${quote?.name ?? 'USD'}`).toBe(instrument)
    }
  })

  it('leaves every sector some movement of its assets’ own', () => {
    for (const { market, sector } of Object.values(loadings)) expect(market ** 2 + sector ** 2).toBeLessThan(0.95)
  })

  it('has busy, normal and quiet names', () => {
    const count = (wanted: string) => catalogue.filter(({ tempo }) => tempo === wanted).length
    expect(count('busy')).toBeGreaterThanOrEqual(20)
    expect(count('normal')).toBeGreaterThanOrEqual(200)
    expect(count('quiet')).toBeGreaterThanOrEqual(20)
  })
})
