import type { Socket } from 'node:net'
import { decodeBinaryFrame, type ClientMessage, type ServerMessage } from '@tickwall/protocol'
import { WebSocket, type ClientOptions } from 'ws'

export interface SocketEnd {
  readonly code: number
  readonly reason: string
}

/** A client with a real socket: keeps what comes, and waits for what a test expects. */
export class SocketClient {
  readonly ws: WebSocket
  readonly messages: ServerMessage[] = []
  readonly ended: Promise<SocketEnd>
  #read = 0
  #wake: (() => void) | null = null
  #onMessage: (message: ServerMessage) => void = () => {}
  #socket: Socket | null = null

  private constructor(ws: WebSocket) {
    this.ws = ws
    ws.on('message', (data, isBinary) => {
      const message = isBinary ? frameOf(data as Buffer) : (JSON.parse(String(data)) as ServerMessage)
      this.messages.push(message)
      this.#onMessage(message)
      this.#wake?.()
    })
    ws.once('upgrade', ({ socket }) => (this.#socket = socket))
    this.ended = new Promise((resolve) => {
      ws.on('close', (code, reason) => {
        resolve({ code, reason: reason.toString() })
        this.#wake?.()
      })
    })
    // What an error says is said by the end as well.
    ws.on('error', () => this.#wake?.())
  }

  static async open(url: string, protocols: string[] = [], options: ClientOptions = {}): Promise<SocketClient> {
    const client = new SocketClient(new WebSocket(url, protocols, options))
    await new Promise<void>((resolve, reject) => {
      client.ws.once('open', resolve)
      client.ws.once('error', reject)
    })
    return client
  }

  /** Calls back for each message that has come, and for each that comes. */
  forEach(onMessage: (message: ServerMessage) => void): void {
    this.messages.forEach(onMessage)
    this.#onMessage = onMessage
  }

  /** Bytes that came over the wire, headers and all. */
  get bytesRead(): number {
    return this.#socket?.bytesRead ?? 0
  }

  send(message: ClientMessage): void {
    this.ws.send(JSON.stringify(message))
  }

  /** The next message of a type, those before it are passed over. Rejects when the connection ends before it comes. */
  async next<Type extends ServerMessage['type']>(type: Type): Promise<Extract<ServerMessage, { type: Type }>> {
    for (;;) {
      while (this.#read < this.messages.length) {
        const message = this.messages[this.#read++]
        if (message?.type === type) return message as Extract<ServerMessage, { type: Type }>
      }
      if (this.ws.readyState >= WebSocket.CLOSING) throw new Error(`the connection ended before a ${type} came`)
      await new Promise<void>((resolve) => (this.#wake = resolve))
    }
  }
}

function frameOf(bytes: Uint8Array): ServerMessage {
  const decoded = decodeBinaryFrame(bytes)
  if (!decoded.ok) throw new Error('a binary message is no frame')
  return decoded.message
}
