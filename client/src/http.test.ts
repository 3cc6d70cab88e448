import { describe, expect, it } from 'vitest'
import { besideSocket, httpByFetch, type Fetch, type HttpRequest } from './http.js'

const POST: HttpRequest = { method: 'POST', url: 'http://x/sse', headers: { a: 'b' }, body: '{}' }

/** A body whose parts come when the test says so. */
function source() {
  let controller: ReadableStreamDefaultController<Uint8Array> | null = null
  const body = new ReadableStream<Uint8Array>({
    start: (made) => {
      controller = made
    },
  })
  return { body, controller: controller as unknown as ReadableStreamDefaultController<Uint8Array> }
}

function ask(fetch: Fetch) {
  const heard: unknown[] = []
  let over: () => void = () => undefined
  const isOver = new Promise<void>((resolve) => (over = resolve))
  const abort = httpByFetch(fetch)(POST, {
    answered: (status, retryAfter) => heard.push([status, retryAfter]),
    text: (part) => heard.push(part),
    ended: () => {
      heard.push('ended')
      over()
    },
    failed: (reason) => {
      heard.push(reason)
      over()
    },
  })
  return { heard, abort, isOver }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('HTTP by fetch', () => {
  it('tells the head, then the body as it comes, a character that was cut only when it is whole', async () => {
    const { body, controller } = source()
    const seen: unknown[] = []
    const { heard, isOver } = ask((url, init) => {
      seen.push(url, init.method, init.headers, init.body, init.cache)
      return Promise.resolve(new Response(body, { status: 429, headers: { 'retry-after': '7' } }))
    })
    expect(heard).toEqual([])
    await turn()
    expect(heard).toEqual([[429, '7']])
    const bytes = new TextEncoder().encode('aé')
    controller.enqueue(bytes.slice(0, 2))
    await turn()
    controller.enqueue(bytes.slice(2))
    controller.close()
    await isOver
    expect([heard.slice(1, -1).join(''), heard.at(-1)]).toEqual(['aé', 'ended'])
    expect(seen).toEqual(['http://x/sse', 'POST', { a: 'b' }, '{}', 'no-store'])
  })

  it('tells a request that failed, and a body that broke, by the name of the error alone', async () => {
    const refused = ask(() => Promise.reject(new TypeError('secret')))
    await refused.isOver
    expect(refused.heard).toEqual(['the request failed (TypeError)'])
    const { body, controller } = source()
    const broken = ask(() => Promise.resolve(new Response(body)))
    await turn()
    controller.error(new RangeError('secret'))
    await broken.isOver
    expect(broken.heard).toEqual([[200, null], 'the request failed (RangeError)'])
  })

  it('is heard no more once given up, and gives the body up', async () => {
    const { body, controller } = source()
    let signal: AbortSignal | null = null
    const { heard, abort } = ask((_url, init) => {
      signal = init.signal
      return Promise.resolve(new Response(body))
    })
    await turn()
    abort()
    controller.enqueue(new Uint8Array([65]))
    controller.close()
    await turn()
    expect(heard).toEqual([[200, null]])
    expect(signal).toMatchObject({ aborted: true })
  })

  it('ends at once where there is no body', async () => {
    const { heard, isOver } = ask(() => Promise.resolve(new Response(null, { status: 204 })))
    await isOver
    expect(heard).toEqual([[204, null], 'ended'])
  })
})

describe('besideSocket', () => {
  it.each([
    ['ws://h/ws', 'sse', 'http://h/sse'],
    ['wss://h:8443/a/ws?t=1#x', 'poll', 'https://h:8443/a/poll?t=1'],
    ['ws://h/ws', '', 'http://h/ws'],
  ])('of %s is %s at %s', (url, name, expected) => {
    expect(besideSocket(url, name).href).toBe(expected)
  })
})
