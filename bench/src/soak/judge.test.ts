import { describe, expect, it } from 'vitest'
import { drawChart } from './chart.js'
import { judge } from './judge.js'
import type { Sample, SoakResult } from './run-soak.js'

const MINUTE_MS = 60_000
const MIB = 2 ** 20

/** A sample a minute of both screens over half an hour; `at` says what is different. */
function soak(at: (minute: number, screen: Sample['screen']) => Partial<Sample> = () => ({})): SoakResult {
  const samples = Array.from({ length: 30 }, (_, minute) =>
    (['wall', 'trade'] as const).map((screen): Sample => ({
      atMs: minute * MINUTE_MS,
      screen,
      shown: screen === 'trade' ? 'trade' : minute % 2 === 0 ? 'market' : 'hosts',
      ...{ heapBytes: 10 * MIB, workerBytes: 2 * MIB, nodes: 1000, listeners: 80, timers: 7, canvases: 5 },
      ...at(minute, screen),
    })),
  ).flat()
  return {
    ...{ durationMs: 30 * MINUTE_MS, warmMs: 10 * MINUTE_MS, samples, complaints: [] },
    wall: { frames: 50_000, turns: 300, reloads: 1, blank: [] },
    events: (['upgrade', 'restart', 'restart', 'restart'] as const).map((event, i) => ({
      atMs: (2 + i * 7) * MINUTE_MS,
      event,
    })),
  }
}
const missed = (result: SoakResult): string[] =>
  judge(result)
    .filter(({ pass }) => !pass)
    .map(({ name }) => name)

describe('judge', () => {
  it('passes what stands still', () => expect(missed(soak())).toEqual([]))

  it('forgives what grows in the first minutes only', () =>
    expect(missed(soak((minute) => (minute < 10 ? { heapBytes: minute * MIB, nodes: 10 * minute } : {})))).toEqual([]))

  it('finds a heap that grows by more than a MiB an hour, of a page or of its worker', () => {
    expect(missed(soak((minute) => ({ heapBytes: 10 * MIB + (minute / 60) * 0.9 * MIB })))).toEqual([])
    expect(
      missed(soak((minute, screen) => (screen === 'wall' ? { heapBytes: 10 * MIB + (minute / 60) * 1.1 * MIB } : {}))),
    ).toEqual(['soak, wall: heap after full collections, slope over the last 20 minutes'])
    expect(
      missed(soak((minute, screen) => (screen === 'trade' ? { workerBytes: (2 + minute / 30) * MIB } : {}))),
    ).toEqual(['soak, trade: heap of the worker that keeps the link, slope'])
  })

  it('forgives what a gateway that was started anew fills again', () => {
    const sinceStart = (minute: number): number => (minute < 2 ? minute : (minute - 2) % 7)
    expect(missed(soak((minute) => ({ heapBytes: (10 + sinceStart(minute)) * MIB })))).toEqual([])
    expect(missed(soak((minute) => ({ heapBytes: (10 + sinceStart(minute) + minute / 30) * MIB }))).length).toBe(2)
  })

  it.each([['nodes'], ['listeners'], ['timers'], ['canvases']] as const)('finds %s that grow', (field) =>
    expect(missed(soak((minute, screen) => (screen === 'wall' ? { [field]: 1000 + 5 * minute } : {})))).toHaveLength(1),
  )

  it('finds complaints, blank frames, and a rotation, reload or restart that did not come', () => {
    const result = soak()
    expect(missed({ ...result, complaints: ['no such thing'] })).toHaveLength(1)
    expect(missed({ ...result, wall: { ...result.wall, blank: ['market'] } })).toHaveLength(1)
    expect(missed({ ...result, wall: { ...result.wall, turns: 59 } })).toHaveLength(1)
    expect(missed({ ...result, wall: { ...result.wall, reloads: 0 } })).toHaveLength(1)
    expect(missed({ ...result, events: result.events.slice(0, 3) })).toHaveLength(1)
  })

  it('never passes without samples', () => expect(missed({ ...soak(), samples: [] }).length).toBeGreaterThan(4))
})

describe('drawChart', () => {
  it('is an SVG with a line for each heap, and marks where the gateway was restarted', () => {
    const svg = drawChart(soak())
    expect(svg).toMatch(/^<svg [^>]*viewBox/)
    expect(svg.match(/stroke-width="1.5"/g)).toHaveLength(4)
    expect(svg.match(/class="mark"/g)).toHaveLength(4)
    expect(svg).not.toContain('NaN')
  })
})
