import { connect, type Socket } from 'node:net'
import { clientFrame, upgradeRequest } from './client-frame.js'

export interface SlowReaderOptions {
  readonly host: string
  readonly port: number
  /** Source address; absent: the system's. */
  readonly localAddress?: string
  readonly topics: readonly string[]
  readonly maxHz: number
  /** What it reads; 0: nothing once it has subscribed. */
  readonly bytesPerSecond: number
  /** Acknowledges its first frame and nothing after it, so that the server's window tells; else only the kernel's buffers do. */
  readonly acksOnce: boolean
}

export interface SlowReader {
  readonly bytesRead: number
  readonly hasEnded: boolean
  close(): void
}

/** What is read in one go; a tenth of a second at 2 KB/s would be less than a segment carries. */
const CHUNK_BYTES = 1024

/**
 * A client that reads as slowly as it is told, or not at all: the bytes wait in the kernels and in the server, as those of a phone in a tunnel do.
 * It looks at no frame but the first.
 */
export function startSlowReader(options: SlowReaderOptions): SlowReader {
  const { host, port, localAddress, topics, maxHz, bytesPerSecond, acksOnce } = options
  let bytesRead = 0
  let hasEnded = false
  let seen = ''
  let phase: 'greeting' | 'subscribing' | 'slow' = 'greeting'
  let timer: NodeJS.Timeout | null = null

  const slowDown = (): void => {
    phase = 'slow'
    if (bytesPerSecond <= 0) return
    timer = setInterval(() => socket.resume(), (1000 * CHUNK_BYTES) / bytesPerSecond)
  }
  const take = (chunk: Buffer): boolean => {
    bytesRead += chunk.length
    // One chunk, then none until the timer allows the next.
    if (phase === 'slow') return false
    seen += chunk.toString('latin1')
    if (phase === 'greeting' && seen.includes('"type":"hello"')) {
      socket.write(clientFrame(JSON.stringify({ type: 'subscribe', id: 1, topics, maxHz })))
      phase = 'subscribing'
    }
    const [, n] = phase === 'subscribing' ? (/\{"type":"frame","n":(\d+)[,}]/.exec(seen) ?? []) : []
    if (n === undefined) return true
    if (acksOnce) socket.write(clientFrame(JSON.stringify({ type: 'ack', n: Number(n) })))
    seen = ''
    slowDown()
    return false
  }
  const socket: Socket = connect({
    host,
    port,
    ...(localAddress === undefined ? {} : { localAddress }),
    // Node reads ahead of a paused stream otherwise.
    onread: {
      buffer: Buffer.alloc(CHUNK_BYTES),
      callback: (length, buffer) => take(Buffer.from(buffer.subarray(0, length))),
    },
  })
  socket.once('connect', () => socket.write(upgradeRequest({ host: `${host}:${port}` })))
  // Why it ended does not matter: `hasEnded` tells that it did.
  socket.once('error', () => socket.destroy())
  socket.once('close', () => {
    hasEnded = true
    if (timer !== null) clearInterval(timer)
  })
  return {
    get bytesRead() {
      return bytesRead
    },
    get hasEnded() {
      return hasEnded
    },
    close: () => void socket.destroy(),
  }
}
