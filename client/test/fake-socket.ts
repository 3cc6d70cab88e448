import { decodeClientMessage, type ClientMessage, type ServerMessage } from '@tickwall/protocol'
import type { LinkSocket } from '../src/socket.js'

interface Listeners {
  readonly open: (() => void)[]
  readonly error: (() => void)[]
  readonly message: ((event: { readonly data: unknown }) => void)[]
  readonly close: ((event: { readonly code: number; readonly reason: string }) => void)[]
}

/** The link's end of a socket whose other end is the test. */
export class FakeSocket implements LinkSocket {
  readonly url: string
  readonly protocols: readonly string[]
  binaryType = 'blob'
  /** What the link sent, decoded by the server's own decoder: a message it would refuse fails the test. */
  readonly sent: ClientMessage[] = []
  /** How the link closed it, null while it has not. */
  closed: { readonly code: number | undefined; readonly reason: string | undefined } | null = null
  onSent: ((message: ClientMessage) => void) | null = null
  readonly #listeners: Listeners = { open: [], error: [], message: [], close: [] }

  constructor(url: string, protocols: readonly string[]) {
    this.url = url
    this.protocols = protocols
  }

  send(text: string): void {
    const decoded = decodeClientMessage(text)
    if (!decoded.ok) throw new Error(`the link sent what no server takes: ${decoded.message}: ${text.slice(0, 200)}`)
    const message = JSON.parse(text) as ClientMessage
    this.sent.push(message)
    this.onSent?.(message)
  }

  close(code?: number, reason?: string): void {
    this.closed ??= { code, reason }
  }

  addEventListener<Type extends keyof Listeners>(type: Type, listener: Listeners[Type][number]): void {
    ;(this.#listeners[type] as Listeners[Type][number][]).push(listener)
  }

  opens(): void {
    for (const listener of this.#listeners.open) listener()
  }

  /** The server says something: a message, or any text or data as it is. */
  says(message: ServerMessage | string | Uint8Array | ArrayBuffer | Blob): void {
    const data =
      typeof message === 'object' && 'type' in message && !(message instanceof Blob) ? JSON.stringify(message) : message
    for (const listener of this.#listeners.message) listener({ data })
  }

  ends(code = 1006, reason = ''): void {
    for (const listener of this.#listeners.error) listener()
    for (const listener of this.#listeners.close) listener({ code, reason })
  }

  /** Sent messages of one type. */
  of<Type extends ClientMessage['type']>(type: Type): Extract<ClientMessage, { type: Type }>[] {
    return this.sent.filter((message): message is Extract<ClientMessage, { type: Type }> => message.type === type)
  }
}

/** Collects the sockets that a link opens, newest last. */
export class FakeNetwork {
  readonly sockets: FakeSocket[] = []

  readonly open = (url: string, protocols: readonly string[]): FakeSocket => {
    const socket = new FakeSocket(url, protocols)
    this.sockets.push(socket)
    return socket
  }

  /** The socket opened last; fails when there is none. */
  get newest(): FakeSocket {
    const socket = this.sockets.at(-1)
    if (socket === undefined) throw new Error('the link opened no socket')
    return socket
  }
}
