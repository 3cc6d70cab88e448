import type { SocketFactory } from '@tickwall/client'
import { WebSocket } from 'ws'
import type { Recorder } from './recorder.js'

export interface SocketTerms {
  readonly recorder: Recorder
  /** Sent with every handshake. */
  readonly headers: Readonly<Record<string, string>>
  /** Certificates that are trusted, asked for with each connection. */
  readonly ca: () => readonly string[]
}

/** Opens sockets whose messages are written down as the link is given them. */
export function recordedSockets({ recorder, headers, ca }: SocketTerms): SocketFactory {
  return (url, protocols) => {
    const connection = recorder.opened('webSocket', null)
    let isLeft = false
    const socket = new WebSocket(url, [...protocols], { headers: { ...headers }, ca: [...ca()] })
    socket.on('message', (data: Buffer | ArrayBuffer, isBinary: boolean) => {
      // The link hears nothing of a connection that it has left.
      if (isLeft) return
      const bytes = new Uint8Array(data instanceof ArrayBuffer ? data : new Uint8Array(data))
      recorder.frame(connection, isBinary ? bytes : Buffer.from(bytes).toString())
    })
    const send = socket.send.bind(socket)
    const close = socket.close.bind(socket)
    return Object.assign(socket, {
      send: (text: string) => {
        recorder.sent(connection, text)
        send(text)
      },
      close: (code?: number, reason?: string) => {
        isLeft = true
        close(code, reason)
      },
    }) as unknown as ReturnType<SocketFactory>
  }
}
