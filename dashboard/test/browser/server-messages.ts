import { decodeBinaryFrame, decodeServerMessage, type ServerMessage } from '@tickwall/protocol'

const HEAD_END = Buffer.from('\r\n\r\n')
const OPCODES = { text: 1, binary: 2 } as const

/**
 * Reads what a gateway sends on one connection, as it comes: the messages of a WebSocket, each told as soon as it is whole. A connection
 * that turns out to be plain HTTP is passed over. Throws for what no gateway sends, such as a compressed or fragmented message.
 */
export class ServerMessages {
  readonly #tell: (message: ServerMessage) => void
  #stage: 'head' | 'messages' | 'other' = 'head'
  #rest: Buffer = Buffer.alloc(0)

  constructor(tell: (message: ServerMessage) => void) {
    this.#tell = tell
  }

  push(bytes: Buffer): void {
    if (this.#stage === 'other') return
    this.#rest = Buffer.concat([this.#rest, bytes])
    if (this.#stage === 'head') this.#readHead()
    if (this.#stage === 'messages') while (this.#readMessage());
  }

  #readHead(): void {
    const end = this.#rest.indexOf(HEAD_END)
    if (end < 0) return
    this.#stage = this.#rest.toString('latin1', 0, end).startsWith('HTTP/1.1 101 ') ? 'messages' : 'other'
    this.#rest = this.#rest.subarray(end + HEAD_END.length)
  }

  /** Whether there was a whole one. */
  #readMessage(): boolean {
    const bytes = this.#rest
    if (bytes.length < 2) return false
    const [first, short] = [bytes.readUInt8(0), bytes.readUInt8(1)]
    const start = short < 126 ? 2 : short === 126 ? 4 : 10
    if (bytes.length < start) return false
    const length = short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2))
    if (bytes.length < start + length) return false
    const payload = bytes.subarray(start, start + length)
    this.#rest = bytes.subarray(start + length)
    const [flags, opcode] = [first >> 4, first & 0x0f]
    if (flags !== 0b1000) throw new Error('a fragmented or compressed message')
    if (opcode === OPCODES.text) this.#decoded(decodeServerMessage(payload.toString()))
    else if (opcode === OPCODES.binary) this.#decoded(decodeBinaryFrame(payload))
    return true
  }

  #decoded(decoded: ReturnType<typeof decodeServerMessage>): void {
    if (!decoded.ok) throw new Error(`a message of the gateway: ${decoded.message}`)
    this.#tell(decoded.message)
  }
}
