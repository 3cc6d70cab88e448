import { describe, expect, it } from 'vitest'
import { linkStatusOf } from './link-status-of.js'
import type { LinkPhase } from './link-status.js'
import type { LinkCondition } from './port-message.js'

const condition: LinkCondition = {
  state: 'open',
  isCatchingUp: false,
  wasOpen: false,
  attempt: 0,
  retryAtMs: null,
  sinceMs: 0,
  server: 'gw-1',
  build: 'b',
  rttMs: 3,
  source: 'live',
  delayMs: 0,
  isSuspect: false,
  ending: null,
}

describe('linkStatusOf', () => {
  it.each<
    [title: string, changes: Partial<LinkCondition>, page: { isOnline?: boolean; nowMs?: number }, expected: LinkPhase]
  >([
    ['an open link', {}, {}, 'live'],
    ['an open link that catches up', { isCatchingUp: true }, {}, 'catchingUp'],
    ['a first attempt', { state: 'connecting' }, {}, 'connecting'],
    ['a first attempt that failed', { state: 'waiting' }, {}, 'connecting'],
    ['a lost link', { state: 'waiting', wasOpen: true }, {}, 'reconnecting'],
    ['an attempt after a loss', { state: 'connecting', wasOpen: true }, {}, 'reconnecting'],
    ['60 s without a connection', { state: 'waiting', wasOpen: true }, { nowMs: 60_000 }, 'reconnecting'],
    ['more than 60 s without a connection', { state: 'waiting', wasOpen: true }, { nowMs: 60_001 }, 'offline'],
    ['more than 60 s of first attempts', { state: 'connecting' }, { nowMs: 60_001 }, 'offline'],
    ['a browser that is offline', { state: 'waiting', wasOpen: true }, { isOnline: false }, 'offline'],
    ['a gateway on the same machine as an offline browser', {}, { isOnline: false }, 'live'],
    ['an offline browser whose ping stays unanswered', { isSuspect: true }, { isOnline: false }, 'offline'],
    ['an open link after more than 60 s', {}, { nowMs: 1e9 }, 'live'],
    ['a link that was refused', { state: 'stopped' }, { isOnline: false, nowMs: 1e9 }, 'stopped'],
  ])('%s', (_title, changes, page, expected) => {
    const seen = linkStatusOf({ ...condition, ...changes }, { isOnline: true, nowMs: 10, clockOffsetMs: 0, ...page })
    expect(seen.state).toBe(expected)
  })
})
