import { describe, expect, it } from 'vitest'
import { readAnnouncement, readCommand, readHealth } from './read-published.js'
import { isViewPath } from './view-path.js'

const NOW = 1_000_000
const ID = '0b9c7f5e0b9c7f5e'
const text = (value: unknown): string => JSON.stringify(value)

const NO_OBJECTS = ['', 'null', '[]', '7', '"text"', '{', '\u0000']

describe('readAnnouncement', () => {
  it('[SYS6] needs no more than a text', () => {
    expect(readAnnouncement(text({ text: '停机 <b>12:00</b>' }), NOW)).toEqual({
      ...{ ok: true, id: null },
      value: { text: '停机 <b>12:00</b>', severity: 'info', screens: '*', at: NOW, until: NOW + 3_600_000 },
    })
    const all = { text: 'x', severity: 'critical', screens: 'lobby-*', seconds: 5, id: ID, more: 'ignored' }
    expect(readAnnouncement(text(all), NOW)).toEqual({
      ...{ ok: true, id: ID },
      value: { text: 'x', severity: 'critical', screens: 'lobby-*', at: NOW, until: NOW + 5000 },
    })
  })

  it.each(NO_OBJECTS)('[SYS6] refuses %j', (body) => {
    expect(readAnnouncement(body, NOW)).toMatchObject({ ok: false })
  })

  it.each([
    {},
    { text: '' },
    { text: '   ' },
    { text: 7 },
    { text: 'x'.repeat(281) },
    { text: 'two\nlines' },
    { text: 'turned \u202e round' },
    { text: 'half \ud800' },
    { text: 'x', severity: 'loud' },
    { text: 'x', severity: null },
    { text: 'x', screens: '' },
    { text: 'x', screens: 'x'.repeat(65) },
    { text: 'x', seconds: 0 },
    { text: 'x', seconds: 86_401 },
    { text: 'x', seconds: 1.5 },
    { text: 'x', seconds: '5' },
    { text: 'x', id: 'items' },
    { text: 'x', id: ID.toUpperCase() },
  ])('[SYS6] refuses %j, and repeats nothing of it', (body) => {
    const read = readAnnouncement(text(body), NOW)
    expect(read.ok).toBe(false)
    for (const value of Object.values(body))
      if (!read.ok && typeof value === 'string' && value.length > 3) expect(read.message).not.toContain(value)
  })
})

describe('readCommand', () => {
  it('[SYS8] is one of three, for some seconds', () => {
    expect(readCommand(text({ command: 'reload' }), NOW)).toEqual({
      ...{ ok: true, id: null },
      value: { command: 'reload', screens: '*', at: NOW, until: NOW + 30_000 },
    })
    const asked = { command: 'goto', path: '/wall/all?rotate=30s', screens: 'lobby', seconds: 300, id: ID }
    expect(readCommand(text(asked), NOW)).toEqual({
      ...{ ok: true, id: ID },
      value: { command: 'goto', path: '/wall/all?rotate=30s', screens: 'lobby', at: NOW, until: NOW + 300_000 },
    })
    expect(readCommand(text({ command: 'identify', path: '/trade' }), NOW)).not.toHaveProperty('value.path')
  })

  it.each([
    ...[{}, { command: 'eval' }, { command: 'constructor' }, { command: 'reload', seconds: 301 }],
    ...[{ command: 'goto' }, { command: 'goto', path: 7 }, { command: 'goto', path: `/wall/${'x'.repeat(200)}` }],
  ])('[SYS8] refuses %j', (body) => {
    expect(readCommand(text(body), NOW)).toMatchObject({ ok: false })
  })
})

describe('isViewPath', () => {
  it.each(['/trade', '/wall/all?rotate=30s', '/board/market#x', '/settings', '/wall/../trade'])(
    '[SYS8] lets a screen go to %s',
    (path) => {
      expect(isViewPath(path)).toBe(true)
    },
  )

  it.each([
    ...['', '/', 'trade', '//evil.example', '/\\evil.example', '\\\\evil.example', 'https://evil.example/trade'],
    ...['javascript:alert(1)', '/api/topics', '/metrics', '/trade/../api', '/nowhere', '/%74rade', '///trade'],
    ...['/trade\\..\\..', 'data:text/html,x'],
  ])('[SYS8] does not let a screen go to %j', (path) => {
    expect(isViewPath(path)).toBe(false)
  })
})

describe('readHealth', () => {
  const GOOD = {
    ...{ id: ID, name: '', page: '/wall', state: 'live', build: '0.1.0' },
    ...{ framesPerSecond: 60, frameP95Ms: null, heapBytes: 1_000_000 },
    paint: { p50Ms: 1, p95Ms: 2, p99Ms: 3 },
  }

  it('[SYS9] is what a screen says of itself, and nothing else that it sent', () => {
    const { id, ...health } = GOOD
    const told = { ...GOOD, more: 1, paint: { ...GOOD.paint, maxMs: 9 } }
    expect(readHealth(text(told))).toEqual({ ok: true, id, value: health })
    expect(readHealth(text({ ...GOOD, paint: null }))).toMatchObject({ ok: true, value: { paint: null } })
  })

  it.each([
    ...[{ id: undefined }, { id: null }, { id: 'x' }, { id: '__proto__' }, { name: null }, { name: 'x'.repeat(65) }],
    ...[{ page: 'wall' }, { page: '' }, { page: `/${'x'.repeat(200)}` }, { state: 'fine' }, { build: '' }],
    ...[{ framesPerSecond: -1 }, { framesPerSecond: '60' }, { heapBytes: 1e300 }, { frameP95Ms: undefined }],
    ...[{ paint: 7 }, { paint: {} }, { paint: [1, 2, 3] }, { paint: { p50Ms: 1, p95Ms: 2 } }, { paint: undefined }],
  ])('[SYS9] refuses %j', (part) => {
    expect(readHealth(text({ ...GOOD, ...part }))).toMatchObject({ ok: false })
  })

  it.each(NO_OBJECTS)('[SYS9] refuses %j', (body) => {
    expect(readHealth(body)).toMatchObject({ ok: false })
  })
})
