import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

/** What an SDK is given: names, attributes and ends of spans. */
function fakeProvider() {
  const spans: { name: string; attributes: Record<string, unknown>; isEnded: boolean }[] = []
  const getTracer = () => ({
    startSpan(name: string, { attributes }: { attributes: Record<string, unknown> }) {
      const span = { name, attributes, isEnded: false }
      spans.push(span)
      return {
        setAttribute: (key: string, value: unknown) => void (attributes[key] = value),
        end: () => void (span.isEnded = true),
      }
    },
  })
  return { spans, getTracer }
}

describe('beginSpan', () => {
  // Whether there is an SDK is found out once a process: each test is one.
  beforeEach(() => {
    vi.resetModules()
  })
  afterEach(async () => {
    const { trace } = await import('@opentelemetry/api')
    trace.disable()
  })

  it('begins nothing where no SDK is loaded, not even an object for its end', async () => {
    const { beginSpan } = await import('./trace.js')
    expect(beginSpan('poll')).toBe(beginSpan('handshake', { topics: 3 }))
    expect(beginSpan('poll')('ok')).toBeUndefined()
  })

  it('gives an SDK that was loaded before its spans, with their outcome', async () => {
    const { trace } = await import('@opentelemetry/api')
    const { spans, getTracer } = fakeProvider()
    trace.setGlobalTracerProvider({ getTracer } as unknown as Parameters<typeof trace.setGlobalTracerProvider>[0])
    const { beginSpan } = await import('./trace.js')
    const ended = beginSpan('subscribe', { topics: 3 })
    expect(spans).toEqual([{ name: 'subscribe', attributes: { topics: 3 }, isEnded: false }])
    ended()
    beginSpan('handshake')('notFound')
    expect(spans).toEqual([
      { name: 'subscribe', attributes: { topics: 3, outcome: 'ok' }, isEnded: true },
      { name: 'handshake', attributes: { outcome: 'notFound' }, isEnded: true },
    ])
  })
})
