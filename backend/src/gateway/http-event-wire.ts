import type { ServerResponse } from 'node:http'
import type { EventWire } from '../stream/event-stream.js'

/** An HTTP answer that goes on. Its head must have been written. */
export class HttpEventWire implements EventWire {
  readonly #response: ServerResponse

  constructor(response: ServerResponse) {
    this.#response = response
  }

  get unsentBytes(): number {
    return this.#response.writableLength
  }

  write(bytes: Buffer): void {
    if (!this.#response.writableEnded && !this.#response.destroyed) this.#response.write(bytes)
  }

  end(): void {
    this.#response.end()
  }

  destroy(): void {
    this.#response.destroy()
  }
}
