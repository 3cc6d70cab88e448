import { expect, it, vi } from 'vitest'
import { keepLastFrame, takeLastFrame } from './last-frame.js'

const KEY = 'tickwall.wall.frame'

it('is taken once, and only if it is a picture', () => {
  const storage = window.sessionStorage
  const frame = { src: 'data:image/webp;base64,AA', atMs: 5 }
  storage.setItem(KEY, JSON.stringify(frame))
  expect([takeLastFrame(storage), takeLastFrame(storage)]).toEqual([frame, null])
  for (const found of [
    '{',
    '7',
    'null',
    '{}',
    '{"src":"https://x","atMs":1}',
    '{"src":"data:image/png,","atMs":"1"}',
  ]) {
    storage.setItem(KEY, found)
    expect(takeLastFrame(storage)).toBeNull()
  }
})

it('is none where storage is refused, and nothing throws', () => {
  const refuse = () => {
    throw new DOMException('refused', 'QuotaExceededError')
  }
  const told = vi.spyOn(console, 'info').mockImplementation(() => undefined)
  const storage = { ...window.sessionStorage, getItem: refuse, setItem: refuse } as unknown as Storage
  expect(keepLastFrame(document.body, storage, 1)).toBe(false)
  expect(takeLastFrame(storage)).toBeNull()
  told.mockRestore()
})
