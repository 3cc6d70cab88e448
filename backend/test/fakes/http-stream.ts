import { once } from 'node:events'
import { request, type IncomingMessage, type RequestOptions } from 'node:http'
import { readEvents, type ReadEvent } from './stream-bench.js'

/** A reader of Server-Sent Events with a real socket, which reads only while it is told to. */
export class EventReader {
  readonly events: ReadEvent[] = []
  readonly response: IncomingMessage
  /** Resolves when the answer ended, in whatever way. */
  readonly ended: Promise<void>
  readonly #cut: () => void
  #text = ''
  #read = 0
  #wake: (() => void) | null = null
  #isOver = false
  #onEvent: (event: ReadEvent) => void = () => {}

  private constructor(response: IncomingMessage, cut: () => void) {
    this.response = response
    this.#cut = cut
    response.setEncoding('utf8')
    response.on('data', (text: string) => {
      const [last = '', ...blocks] = (this.#text + text).split('\n\n').reverse()
      this.#text = last
      for (const event of readEvents(blocks.reverse().join('\n\n'))) {
        this.events.push(event)
        this.#onEvent(event)
      }
      this.#wake?.()
    })
    // What an error says is said by the end as well.
    response.on('error', () => this.#wake?.())
    this.ended = new Promise((resolve) => {
      response.on('close', () => {
        this.#isOver = true
        this.#wake?.()
        resolve()
      })
    })
  }

  static async open(url: string, options: RequestOptions = {}, body?: string): Promise<EventReader> {
    const asked = request(url, { agent: false, ...options })
    asked.end(body)
    const [response] = (await once(asked, 'response')) as [IncomingMessage]
    // A cut is an error of the request as well, and expected by who cuts.
    asked.on('error', () => response.destroy())
    return new EventReader(response, () => asked.destroy())
  }

  /** The next event of a name, those before it are passed over. Rejects when the stream ends before it comes. */
  async next(name: string): Promise<ReadEvent> {
    for (;;) {
      while (this.#read < this.events.length) {
        const event = this.events[this.#read++]
        if (event?.event === name) return event
      }
      if (this.#isOver) throw new Error(`the stream ended before a ${name} came`)
      await new Promise<void>((resolve) => (this.#wake = resolve))
    }
  }

  /** Calls back for each event that has come, and for each that comes. */
  forEach(onEvent: (event: ReadEvent) => void): void {
    this.events.forEach(onEvent)
    this.#onEvent = onEvent
  }

  /** Cuts the connection without a word. */
  cut(): void {
    this.#cut()
  }
}
