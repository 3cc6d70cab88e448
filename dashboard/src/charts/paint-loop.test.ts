import { afterEach, beforeEach, expect, it, vi } from 'vitest'

let frames: (() => void)[] = []
const nextFrame = () => {
  const due = frames
  frames = []
  for (const run of due) run()
}
beforeEach(() => {
  frames = []
  vi.resetModules()
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => frames.push(run))
})
afterEach(() => vi.unstubAllGlobals())

it('is one loop for all, which ends with the last painting and begins again with the next', async () => {
  const { addPainting } = await import('./paint-loop.js')
  const paint = vi.fn()
  const entries = [addPainting({ intervalMs: 0, paint }), addPainting({ intervalMs: 0, paint })]
  expect(frames).toHaveLength(1)
  nextFrame()
  expect(paint).toHaveBeenCalledTimes(2)
  for (const entry of entries) entry.remove()
  nextFrame()
  expect(frames).toHaveLength(0)
  addPainting({ intervalMs: 0, paint })
  expect(frames).toHaveLength(1)
})

it('goes on for the others when one painting throws', async () => {
  const { addPainting } = await import('./paint-loop.js')
  const paint = vi.fn()
  addPainting({
    intervalMs: 0,
    paint: () => {
      throw new Error('broken chart')
    },
  })
  addPainting({ intervalMs: 0, paint })
  expect(nextFrame).toThrow('broken chart')
  nextFrame()
  expect(paint).toHaveBeenCalledTimes(1)
})
