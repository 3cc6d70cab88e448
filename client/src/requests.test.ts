import type { ClientMessage } from '@tickwall/protocol'
import { expect, it } from 'vitest'
import { FakeClock } from '../test/fake-clock.js'
import type { RequestError } from './request-error.js'
import { Requests } from './requests.js'

function asked() {
  const clock = new FakeClock()
  const requests = new Requests(clock, 5_000)
  const sent: ClientMessage[] = []
  const log: string[] = []
  const ping = (): void => {
    requests.ask<'ping'>(
      { type: 'ping' },
      (message) => sent.push(message),
      (answer) => log.push(`pong ${String(answer.ts)}`),
      (error: RequestError) => log.push(`${error.code} ${String(error.retryable)}`),
    )
  }
  return { clock, requests, sent, log, ping }
}

it('[MSG1] gives each request an id of its own and hands it its answer', () => {
  const { requests, sent, log, ping } = asked()
  ping()
  ping()
  expect(sent).toEqual([
    { type: 'ping', id: 1 },
    { type: 'ping', id: 2 },
  ])
  expect(requests.answer({ type: 'pong', id: 2, ts: 20 })).toBe(true)
  expect(requests.answer({ type: 'pong', id: 1, ts: 10 })).toBe(true)
  expect(log).toEqual(['pong 20', 'pong 10'])
  expect(requests.size).toBe(0)
})

it('fails with the code of an error answer', () => {
  const { requests, log, ping } = asked()
  ping()
  requests.answer({ type: 'error', id: 1, ts: 0, code: 'rateLimited', message: 'slow down', retryable: true })
  expect(log).toEqual(['rateLimited true'])
})

it('fails after the timeout, once, and ignores the answer that comes late', () => {
  const { clock, requests, log, ping } = asked()
  ping()
  clock.advance(4_999)
  expect(log).toEqual([])
  clock.advance(1)
  expect(log).toEqual(['timeout true'])
  expect(requests.answer({ type: 'pong', id: 1, ts: 0 })).toBe(false)
  expect(log).toHaveLength(1)
})

it('fails all requests when the connection ends, and leaves no timer', () => {
  const { clock, requests, log, ping } = asked()
  ping()
  ping()
  requests.closeAll()
  expect(log).toEqual(['closed true', 'closed true'])
  expect(clock.pending).toBe(0)
})

it('takes no answer of another type, for an unknown id, or without one', () => {
  const { requests, log, ping } = asked()
  ping()
  expect(requests.answer({ type: 'unsubscribed', id: 1, ts: 0, topics: [] })).toBe(false)
  expect(requests.answer({ type: 'pong', id: '1', ts: 0 })).toBe(false)
  expect(requests.answer({ type: 'heartbeat', ts: 0, source: 'live' })).toBe(false)
  expect(requests.answer({ type: 'error', ts: 0, code: 'internal', message: '', retryable: true })).toBe(false)
  expect(log).toEqual([])
})
