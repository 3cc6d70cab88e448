import kafkajs, { type CompressionTypes, type ISocketFactory } from 'kafkajs'
import { decodeFetchResponse, fetchVersion } from './fetch-response.js'
import { prototypeOf } from './kafkajs-internals.js'

interface Exchange {
  readonly request: { readonly apiName: string; readonly apiVersion: number }
  readonly response: { readonly decode: (payload: Buffer) => Promise<unknown> }
}
interface ConnectionPool {
  readonly socketFactory: ISocketFactory
}
type Send = (this: ConnectionPool, exchange: Exchange) => Promise<unknown>

const patched = Symbol.for('tickwall.kafkajs.batchFetch')
const method = 'send'

/**
 * Lets what is fetched over the sockets of one factory arrive as whole batches (`FetchedBatch`) instead of messages: kafkajs
 * makes a dozen objects of every record, in one go, before its handler sees the first. Others keep its own decoding, and so
 * do answers of a version or with a record format that is not ours.
 */
export function fetchBatches(socketFactory: ISocketFactory): void {
  patchedFactories().add(socketFactory)
}

function patchedFactories(): WeakSet<ISocketFactory> {
  const prototype = prototypeOf('network/connectionPool.js', method)
  const known: unknown = Reflect.get(prototype, patched)
  if (known instanceof WeakSet) return known as WeakSet<ISocketFactory>
  const factories = new WeakSet<ISocketFactory>()
  const send = prototype[method] as Send
  const sendForBatches: Send = function (exchange) {
    const { request, response } = exchange
    const isOurs =
      request.apiName === 'Fetch' && request.apiVersion === fetchVersion && factories.has(this.socketFactory)
    if (!isOurs) return send.call(this, exchange)
    const decode = async (payload: Buffer) =>
      (await decodeFetchResponse(payload, decompress)) ?? (await response.decode(payload))
    return send.call(this, { ...exchange, response: { ...response, decode } })
  }
  Object.assign(prototype, { [method]: sendForBatches, [patched]: factories })
  return factories
}

async function decompress(codec: number, compressed: Buffer): Promise<Buffer> {
  const create = kafkajs.CompressionCodecs[codec as Exclude<CompressionTypes, CompressionTypes.None>] as
    (() => { decompress(compressed: Buffer): Promise<Buffer> }) | undefined
  if (create === undefined) throw new RangeError('records that are compressed in an unknown way')
  return create().decompress(compressed)
}
