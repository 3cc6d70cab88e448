import { formatTopic, parseTopic, type Topic } from '@tickwall/protocol'

/** A topic, whoever names it. */
export interface NamedTopic {
  readonly topic: Topic
  /** Its canonical spelling. */
  readonly name: string
  /** The last request that named it; of `TopicNames.begin`. */
  request: number
}

/** As many as a process holds by and large; a name has some tens of bytes, and 776 at most. */
const KEPT = 8192

/**
 * Topics by their canonical spelling, which clients use nearly always: a crowd that comes back names a hundred thousand topics
 * out of some hundreds, and reading each anew costs more than all else that is done with it.
 */
export class TopicNames {
  readonly #byName = new Map<string, NamedTopic>()
  #requests = 0

  /** A number for a request, to tell what it names twice; until the next one all that is found stays the same object. */
  begin(): number {
    if (this.#byName.size > KEPT) this.#byName.clear()
    return ++this.#requests
  }

  /** The topic in whatever spelling; null when it is malformed. */
  find(spelling: string): NamedTopic | null {
    const known = this.#byName.get(spelling)
    if (known !== undefined) return known
    const topic = parseTopic(spelling)
    if (topic === null) return null
    const name = formatTopic(topic)
    let named = this.#byName.get(name)
    if (named === undefined) this.#byName.set(name, (named = { topic, name, request: 0 }))
    return named
  }
}
