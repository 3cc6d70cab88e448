import type { Port } from '../src/link/port.js'
import type { FakeClock } from '../../client/test/fake-clock.js'

/** One end; what is sent is cloned as a worker's channel does, and arrives after the sender has returned. */
class PortEnd<Sent, Received> implements Port<Sent, Received> {
  readonly sent: Sent[] = []
  readonly #clock: FakeClock
  readonly #listeners: ((event: { readonly data: Received }) => void)[] = []
  other: PortEnd<Received, Sent> | null = null

  constructor(clock: FakeClock) {
    this.#clock = clock
  }

  postMessage(message: Sent, options: { readonly transfer?: ArrayBuffer[] } = {}): void {
    const copy = structuredClone(message, { transfer: options.transfer ?? [] })
    this.sent.push(copy)
    this.#clock.soon(() => {
      this.other?.receive(copy)
    })
  }

  addEventListener(_type: 'message', listener: (event: { readonly data: Received }) => void): void {
    this.#listeners.push(listener)
  }

  receive(data: Received): void {
    for (const listener of this.#listeners) listener({ data })
  }
}

/** Two ends of a channel. */
export function portPair<A, B>(clock: FakeClock): { readonly a: PortEnd<A, B>; readonly b: PortEnd<B, A> } {
  const a = new PortEnd<A, B>(clock)
  const b = new PortEnd<B, A>(clock)
  a.other = b
  b.other = a
  return { a, b }
}
