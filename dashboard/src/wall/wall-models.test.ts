import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { programmeOf } from './playlist.js'
import { NO_WISH, reloadReason, wishReload, type ReloadEvent } from './reload.js'
import { isDimmed, parseDuration, pixelShift, readWallOptions, SHIFT_MS } from './wall-options.js'

describe('the address of a wall', () => {
  it('is read, and what it does not say is as usual', () => {
    expect(
      readWallOptions({ rotate: '2m', fit: '0', shift: '1', dim: '22:00-6:30', jitter: '3s', heap: '300' }),
    ).toEqual({
      rotateMs: 120_000,
      fits: false,
      shifts: true,
      dim: { from: 1320, to: 390 },
      jitterMs: 3000,
      heapBytes: 300_000_000,
    })
    const usual = { rotateMs: 30_000, fits: true, shifts: false, dim: null, jitterMs: 300_000, heapBytes: null }
    expect(readWallOptions({})).toEqual(usual)
    expect(readWallOptions({ rotate: '-3', shift: 'yes', dim: '25:00-1:00', jitter: 'soon', heap: 'all' })).toEqual(
      usual,
    )
    expect(readWallOptions({ rotate: '1ms', jitter: '9h' })).toMatchObject({ rotateMs: 5000, jitterMs: 3_600_000 })
  })
  it('spells times as people do', () => {
    expect(['45', '45s', '2m', '1h', '500ms', '', 's', '1d', null].map(parseDuration)).toEqual([
      45_000,
      45_000,
      120_000,
      3_600_000,
      500,
      null,
      null,
      null,
      null,
    ])
  })
  it('names a playlist, spells one out, or names a single board', () => {
    const boardsOf = (...address: [playlist: string, single: string]) => programmeOf(...address).boards
    expect(boardsOf('', '')).toEqual(['market'])
    expect(boardsOf('tour', '')).toEqual(['market', 'instrument', 'hosts', 'gateway'])
    expect(boardsOf('hosts,desk,../x', '')).toEqual(['hosts', 'desk'])
    expect(boardsOf('board', 'desk')).toEqual(['desk'])
    expect(boardsOf('__proto__', '../x')).toEqual(['market'])
  })
  it('names a playlist of this browser, which says how long each board stays unless the address does', () => {
    const kept = [{ id: 'lobby', title: 'Lobby', boards: ['hosts', 'desk'], seconds: 45 }]
    const own = programmeOf('lobby', '', kept)
    expect(own).toEqual({ boards: ['hosts', 'desk'], rotateMs: 45_000 })
    expect(programmeOf('lobby', '')).toEqual({ boards: ['lobby'], rotateMs: null })
    expect(readWallOptions({}, own.rotateMs ?? undefined).rotateMs).toBe(45_000)
    expect(readWallOptions({ rotate: '9s' }, own.rotateMs ?? undefined).rotateMs).toBe(9000)
  })
})

it('is dimmed within its hours, over midnight as well', () => {
  const night = { from: 1320, to: 360 }
  expect([1319, 1320, 0, 359, 360].map((minute) => isDimmed(night, minute))).toEqual([false, true, true, true, false])
  const noon = { from: 720, to: 780 }
  expect([719, 720, 780].map((minute) => isDimmed(noon, minute))).toEqual([false, true, false])
  expect(isDimmed(null, 0)).toBe(false)
})

it('shifts the picture through every place of its square, a pixel at a time', () => {
  const places = Array.from({ length: 101 }, (_, minute) => pixelShift(minute * SHIFT_MS))
  expect(new Set(places.map(({ x, y }) => `${x} ${y}`)).size).toBe(25)
  places.slice(1).forEach(({ x, y }, index) => {
    expect(Math.abs(x - places[index]!.x) + Math.abs(y - places[index]!.y)).toBeLessThanOrEqual(1)
    expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThanOrEqual(2)
  })
})

describe('reloading', () => {
  const after = (events: readonly ReloadEvent[], loadedFor: string | null = null) =>
    events.reduce((wish, event) => wishReload(wish, event, loadedFor), NO_WISH)
  const build = (name: string, nowMs = 0): ReloadEvent => ({ type: 'build', build: name, nowMs })
  const heap = (usedBytes: number): ReloadEvent => ({ type: 'heap', usedBytes, mostBytes: 100 })

  it('waits for its own part of the jitter after a new build was first seen', () => {
    const wish = after([build('a'), build('a'), build('b', 1000), build('b', 9000)])
    expect(reloadReason(wish, 150_999, 300_000, 0.5)).toBeNull()
    expect(reloadReason(wish, 151_000, 300_000, 0.5)).toBe('build')
    expect(reloadReason(wish, 1000, 0, 0.9)).toBe('build')
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(400_000), (part, nowMs) => {
        expect(reloadReason(wish, 1000 + nowMs, 300_000, part) === 'build').toBe(1000 + nowMs >= 1000 + part * 300_000)
      }),
    )
  })
  it('is not wished for when the build went back, nor again for one that it was done for', () => {
    expect(reloadReason(after([build('a'), build('b'), build('a')]), 1e9, 0, 0)).toBeNull()
    expect(reloadReason(after([build('a'), build('b')], 'b'), 1e9, 0, 0)).toBeNull()
    expect(reloadReason(after([build('a'), build('b'), build('c')], 'b'), 1e9, 0, 0)).toBe('build')
    expect(reloadReason(NO_WISH, 1e9, 0, 0)).toBeNull()
  })
  it('is wished for by memory only when it stays too much', () => {
    expect(reloadReason(after([heap(101), heap(101), heap(99), heap(101)]), 0, 0, 0)).toBeNull()
    expect(reloadReason(after([heap(101), heap(101), heap(101)]), 0, 1e9, 1)).toBe('heap')
    expect(reloadReason(after([{ type: 'ask' }]), 0, 1e9, 1)).toBe('asked')
  })
})
