import type { TopicPartition } from './list-offsets.js'

type Ask = (partitions: readonly TopicPartition[]) => Promise<readonly (number | null)[]>
interface Round {
  readonly partitions: Map<string, TopicPartition>
  readonly answer: Promise<ReadonlyMap<string, number | null>>
}

/**
 * The next offsets of logs, asked for now and never from a cache: a question joins a request that has not left yet, so a thousand
 * clients that come back at once cost two requests, and none gets an answer older than its question.
 */
export class LogEnds {
  readonly #ask: Ask
  readonly #patienceMs: number
  #inFlight: Promise<unknown> = Promise.resolve()
  #next: Round | null = null

  /** @param patienceMs after which an answer is null */
  constructor(ask: Ask, patienceMs: number) {
    this.#ask = ask
    this.#patienceMs = patienceMs
  }

  /** Null when the brokers do not say in time. Never rejects. */
  async end(partition: TopicPartition): Promise<number | null> {
    const key = `${partition.topic}/${partition.partition}`
    const round = (this.#next ??= this.#round())
    round.partitions.set(key, partition)
    let timer: NodeJS.Timeout | undefined
    const patience = new Promise<null>((resolve) => {
      timer = setTimeout(resolve, this.#patienceMs, null)
    })
    const answer = await Promise.race([round.answer, patience])
    clearTimeout(timer)
    return answer?.get(key) ?? null
  }

  #round(): Round {
    const partitions = new Map<string, TopicPartition>()
    const answer = this.#inFlight.then(async () => {
      this.#next = null
      const asked = [...partitions]
      const ends = await this.#ask(asked.map(([, partition]) => partition)).catch(() => [])
      return new Map(asked.map(([key], index) => [key, ends[index] ?? null]))
    })
    this.#inFlight = answer
    return { partitions, answer }
  }
}
