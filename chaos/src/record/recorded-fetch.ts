import type { Fetch } from '@tickwall/client'
import type { WirePosition } from '@tickwall/protocol'
import type { Asked } from '../history/client-history.js'
import type { Recorder } from './recorder.js'

interface StreamBody {
  readonly topics: readonly string[]
  readonly cursor?: string
  readonly resume?: Readonly<Record<string, WirePosition>>
}

/** Fetches, and writes down what streams and polls brought, as the link reads it. Other requests pass unseen. */
export function recordedFetch(recorder: Recorder, headers: Readonly<Record<string, string>>): Fetch {
  return async (url, init) => {
    const response = await fetch(url, { ...init, headers: { ...init.headers, ...headers } })
    const service = new URL(url).pathname
    if (init.body === null || response.body === null || response.status !== 200) return response
    if (service !== '/sse' && service !== '/poll') return response
    const { topics, cursor, resume = {} } = JSON.parse(init.body) as StreamBody
    const asked: Asked = { id: null, topics, resume: cursor === undefined ? resume : null }
    const connection = recorder.opened(service === '/sse' ? 'sse' : 'poll', asked)
    const take = service === '/sse' ? eventTaker(recorder, connection) : pollTaker(recorder, connection)
    return new Response(tapped(response.body, init.signal, take), {
      status: response.status,
      headers: response.headers,
    })
  }
}

/** Told each part as it is read, and null at the end. */
type Taker = (part: string | null) => void

function tapped(body: ReadableStream<Uint8Array>, signal: AbortSignal, take: Taker): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const part = await reader.read()
        // The link hears nothing of a request that it has given up.
        if (!signal.aborted) take(part.done ? null : decoder.decode(part.value, { stream: true }))
        if (part.done) controller.close()
        else controller.enqueue(part.value)
      },
      cancel: (reason) => reader.cancel(reason),
    },
    // Nothing is read ahead of the link.
    { highWaterMark: 0 },
  )
}

/** Events as this server writes them: `event:` and `data:` lines, and an empty one. */
function eventTaker(recorder: Recorder, connection: number): Taker {
  let rest = ''
  return (part) => {
    const blocks = (rest + (part ?? '')).split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const lines = block.split('\n')
      const valueOf = (field: string): string | undefined =>
        lines.find((line) => line.startsWith(`${field}: `))?.slice(field.length + 2)
      const [name, data] = [valueOf('event'), valueOf('data')]
      if (name !== undefined && data !== undefined) recorder.part(connection, name, JSON.parse(data))
    }
  }
}

function pollTaker(recorder: Recorder, connection: number): Taker {
  let text = ''
  return (part) => {
    if (part !== null) {
      text += part
      return
    }
    const { subscribed, notices, frame } = JSON.parse(text) as {
      readonly subscribed: unknown
      readonly notices: readonly unknown[]
      readonly frame: unknown
    }
    recorder.part(connection, 'subscribed', subscribed)
    for (const notice of notices) recorder.part(connection, 'notice', notice)
    if (frame !== null) recorder.part(connection, 'frame', frame)
  }
}
