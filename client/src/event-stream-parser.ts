/** One event of a `text/event-stream`. */
export interface StreamEvent {
  /** `message` where the stream names none. */
  readonly name: string
  readonly data: string
  /** The last id that the stream gave, null before the first. */
  readonly id: string | null
}

const LINE_END = /\r\n|\n|\r/g

/**
 * Reads `text/event-stream` by the HTML standard, in parts cut anywhere. Hot path: a part that ends within a line is joined once, when
 * the line ends.
 */
export class EventStreamParser {
  readonly #onEvent: (event: StreamEvent) => void
  readonly #onComment: () => void
  #rest = ''
  #isFirst = true
  #name = ''
  #data: string[] = []
  #id: string | null = null

  constructor(onEvent: (event: StreamEvent) => void, onComment: () => void) {
    this.#onEvent = onEvent
    this.#onComment = onComment
  }

  push(part: string): void {
    if (part === '') return
    // A byte order mark may come first.
    const text = this.#rest + (this.#isFirst && part.startsWith('\uFEFF') ? part.slice(1) : part)
    this.#isFirst = false
    let from = 0
    for (const { 0: end, index } of text.matchAll(LINE_END)) {
      // Its other half may be on the way.
      if (end === '\r' && index === text.length - 1) break
      this.#line(text.slice(from, index))
      from = index + end.length
    }
    this.#rest = text.slice(from)
  }

  #line(line: string): void {
    if (line === '') this.#dispatch()
    else if (line.startsWith(':')) this.#onComment()
    else {
      const colon = line.indexOf(':')
      const field = colon < 0 ? line : line.slice(0, colon)
      const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1)
      if (field === 'data') this.#data.push(value)
      else if (field === 'event') this.#name = value
      else if (field === 'id' && !value.includes('\0')) this.#id = value
    }
  }

  #dispatch(): void {
    const name = this.#name === '' ? 'message' : this.#name
    const data = this.#data
    this.#name = ''
    this.#data = []
    if (data.length > 0) this.#onEvent({ name, data: data.join('\n'), id: this.#id })
  }
}
