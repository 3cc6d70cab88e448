import type { LinkSocket, SocketFactory } from '@tickwall/client'

/** When the message that is being taken in arrived, and in which form; known only of what a WebSocket brings. */
export class ArrivalMeter {
  readonly #nowMs: () => number
  #arrivedAtMs: number | null = null
  #codec: 'json' | 'binary' | null = null

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
  }

  /** Form of the newest frame, null before the first. */
  get codec(): 'json' | 'binary' | null {
    return this.#codec
  }

  /** Whose messages are timed before the link hears of them. */
  timed(open: SocketFactory): SocketFactory {
    return (url, protocols) => {
      const socket: LinkSocket = open(url, protocols)
      // The first to listen is the first to be told.
      socket.addEventListener('message', ({ data }) => {
        this.#arrivedAtMs = this.#nowMs()
        this.#codec = typeof data === 'string' ? (this.#codec ?? 'json') : 'binary'
      })
      socket.addEventListener('open', () => {
        this.#codec = null
      })
      // What follows may come another way, which is not timed.
      socket.addEventListener('close', () => {
        this.#arrivedAtMs = null
      })
      return socket
    }
  }

  /** When the message arrived that is being taken in; null when it was not timed. Can be asked once a message. */
  takeMs(): number | null {
    const arrivedAtMs = this.#arrivedAtMs
    this.#arrivedAtMs = null
    return arrivedAtMs
  }
}
