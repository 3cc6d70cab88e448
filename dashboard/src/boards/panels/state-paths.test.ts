import { describe, expect, it } from 'vitest'
import { statePaths } from './state-paths.js'

const window = { fromMs: 10_000, toMs: 20_000 }

describe('statePaths', () => {
  it('draws all runs of a tone as one path, the worse the higher', () => {
    expect(
      statePaths(
        [
          { tone: 'good', fromMs: 10_000, toMs: 12_000 },
          { tone: 'crit', fromMs: 12_000, toMs: 12_500 },
          { tone: 'good', fromMs: 12_500, toMs: 20_000 },
        ],
        window,
      ),
    ).toEqual({
      good: 'M0.0 100v-45H200.0v45zM250.0 100v-45H1000.0v45z',
      warn: '',
      crit: 'M200.0 100v-100H250.0v100z',
      none: '',
    })
  })

  it('draws nothing where nothing was', () => {
    expect(statePaths([], window)).toEqual({ good: '', warn: '', crit: '', none: '' })
  })
})
