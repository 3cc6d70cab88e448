import { expect, it } from 'vitest'
import { LatencyWindow, WINDOW_MS } from './latency-window.js'
import { MovingRatio } from './moving-ratio.js'

it('knows no percentile without a sample', () => {
  expect(new LatencyWindow().read(0)).toEqual({ samples: 0, p50Ms: null, p95Ms: null, p99Ms: null, maxMs: null })
})

it('tells the percentiles of the samples, in whatever order they came', () => {
  const window = new LatencyWindow()
  for (let i = 0; i < 100; i++) window.add(i, ((i * 37) % 100) + 1)
  expect(window.read(100)).toEqual({ samples: 100, p50Ms: 50, p95Ms: 95, p99Ms: 99, maxMs: 100 })
})

it('forgets what is older than a minute, and what is too much', () => {
  const window = new LatencyWindow()
  window.add(0, 1000)
  window.add(1, 5)
  expect(window.read(WINDOW_MS + 1)).toMatchObject({ samples: 1, maxMs: 5 })
  for (let i = 0; i < 5000; i++) window.add(2, 7)
  expect(window.read(2)).toMatchObject({ samples: 2048, p50Ms: 7 })
})

it('a clock that went back makes no time negative', () => {
  const window = new LatencyWindow()
  window.add(0, -3)
  expect(window.read(0).p50Ms).toBe(0)
})

it('tells how many came per one, over the last minute', () => {
  const ratio = new MovingRatio()
  expect(ratio.read()).toBeNull()
  ratio.add(9, 2)
  ratio.tick()
  ratio.add(3, 2)
  expect(ratio.read()).toBe(3)
  for (let second = 0; second < 59; second++) ratio.tick()
  expect(ratio.read()).toBe(1.5)
  ratio.tick()
  expect(ratio.read()).toBeNull()
})
