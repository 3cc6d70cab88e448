import { createRequire } from 'node:module'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { quietPendingRequests } from './pending-requests.js'

interface RequestQueue {
  push(request: object): void
  fulfillRequest(response: object): void
  maybeThrottle(ms: number): void
}
const RequestQueue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue/index.js') as new (
  options: object,
) => RequestQueue

const quiet = () => undefined
const logger = { debug: quiet, warn: quiet, error: quiet, info: quiet }

function queue(maxInFlightRequests: number | null): { queue: RequestQueue; sent: number[]; push(id: number): void } {
  const sent: number[] = []
  const requests = new RequestQueue({
    logger,
    maxInFlightRequests,
    requestTimeout: 1_000,
    enforceRequestTimeout: false,
  })
  const push = (correlationId: number): void =>
    requests.push({
      entry: { correlationId, resolve: quiet, reject: quiet },
      expectResponse: true,
      sendRequest: () => sent.push(correlationId),
    })
  return { queue: requests, sent, push }
}

describe('quietPendingRequests', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    quietPendingRequests()
    quietPendingRequests()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('leaves no timer behind once everything is answered', () => {
    const { queue: requests, sent, push } = queue(null)
    push(1)
    requests.fulfillRequest({ correlationId: 1, payload: Buffer.alloc(0), size: 0 })
    expect(sent).toEqual([1])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('still sends what had to wait for an answer', () => {
    const { queue: requests, sent, push } = queue(1)
    push(1)
    push(2)
    expect(sent).toEqual([1])
    requests.fulfillRequest({ correlationId: 1, payload: Buffer.alloc(0), size: 0 })
    expect(sent).toEqual([1, 2])
    requests.fulfillRequest({ correlationId: 2, payload: Buffer.alloc(0), size: 0 })
    vi.runAllTimers()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('still sends what the broker throttled', () => {
    const { queue: requests, sent, push } = queue(null)
    requests.maybeThrottle(300)
    push(1)
    expect(sent).toEqual([])
    vi.advanceTimersByTime(299)
    expect(sent).toEqual([])
    vi.advanceTimersByTime(2)
    expect(sent).toEqual([1])
  })
})
