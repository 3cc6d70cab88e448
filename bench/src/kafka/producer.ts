import type { KafkaLog } from '../servers/server.js'

/** What the process that fills a log is asked; one request at a time. */
export type ProducerRequest =
  /** Publishes so many ticks as fast as it goes. */
  | { readonly ask: 'fill'; readonly log: KafkaLog; readonly topics: number; readonly ticks: number }
  /** From now on publishes ticks at a steady rate; answered once the first are in the log. */
  | { readonly ask: 'flow'; readonly log: KafkaLog; readonly topics: number; readonly ticksPerSecond: number }

export interface ProducerAnswer {
  /** Ticks in the log so far. */
  readonly published: number
}
