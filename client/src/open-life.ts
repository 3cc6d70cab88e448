import { SUBPROTOCOLS, type WirePosition } from '@tickwall/protocol'
import { HttpLife } from './http-life.js'
import type { Life, LifeEvents, Transport } from './life.js'
import type { ResolvedOptions } from './link-options.js'
import { openPollStream } from './poll-stream.js'
import { SocketLife } from './socket-life.js'
import { openSseStream } from './sse-stream.js'

const STREAMS = { sse: openSseStream, poll: openPollStream } as const

/** Begins a connection by that transport, which the options can carry. `resumeOf` says where the link may go on from with a topic. */
export function openLife(
  transport: Transport,
  options: ResolvedOptions,
  token: string | null,
  resumeOf: (topic: string) => WirePosition | null,
  events: LifeEvents,
): Life {
  const { url, clock, http, openSocket, handshakeTimeoutMs, requestTimeoutMs } = options
  if (transport === 'webSocket') {
    // A server that does not speak the binary form is glad of the other.
    const forms = options.codec === 'binary' ? [SUBPROTOCOLS.binary, SUBPROTOCOLS.json] : [SUBPROTOCOLS.json]
    const protocols = [...forms, ...(token === null ? [] : [`tickwall.bearer.${token}`])]
    return new SocketLife(() => present(openSocket)(url, protocols), clock, handshakeTimeoutMs, events)
  }
  const way = { http: present(http), clock, url, requestTimeoutMs }
  return new HttpLife(
    { ...way, transport, openStream: STREAMS[transport], token, handshakeTimeoutMs, resumeOf },
    events,
  )
}

/** The options have what their rungs need. */
function present<T>(value: T | null): T {
  if (value === null) throw new Error('a transport was chosen that cannot be carried')
  return value
}
