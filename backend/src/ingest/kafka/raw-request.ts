import type { RawBroker } from './kafkajs-internals.js'
import { WireReader } from './wire-reader.js'

/** A request that kafkajs does not know itself. */
export interface RawRequest<Answer> {
  readonly apiKey: number
  readonly apiVersion: number
  readonly apiName: string
  readonly body: Buffer
  readonly decode: (answer: WireReader) => Answer
}

/** Sends a request over kafkajs's own connection. Rejects as kafkajs does: connection lost, or no answer in time. */
export const sendRaw = <Answer>(broker: RawBroker, request: RawRequest<Answer>): Promise<Answer> =>
  broker.connectionPool.send({
    request: {
      apiKey: request.apiKey,
      apiVersion: request.apiVersion,
      apiName: request.apiName,
      // The shape that kafkajs's encoder accepts as another encoder.
      encode: async () => ({ buf: request.body, buffer: request.body }),
    },
    response: {
      decode: async (payload: Buffer) => ({ answer: request.decode(new WireReader(payload)) }),
      parse: async ({ answer }: { answer: Answer }) => answer,
    },
  })

/** The newest version of an API that the broker speaks, or -1. */
export const newestVersion = (broker: RawBroker, apiKey: number): number => broker.versions?.[apiKey]?.maxVersion ?? -1
