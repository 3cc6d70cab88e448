import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { isIP } from 'node:net'
import { Kafka, logLevel, type ISocketFactory, type KafkaConfig, type LogEntry } from 'kafkajs'
import type { Log } from '../../observe/log.js'
import { fetchBatches } from './batch-fetch.js'
import { registerCodecs } from './codecs.js'
import { quietPendingRequests } from './pending-requests.js'

export interface KafkaClientOptions extends Pick<KafkaConfig, 'retry'> {
  /** `host:port`, at least one. */
  readonly brokers: readonly string[]
  readonly clientId: string
  readonly connectionTimeoutMs: number
  readonly requestTimeoutMs: number
  readonly log: Log
  /** Whether consumers of this client are handed whole batches (`FetchedBatch`) instead of messages; default false. */
  readonly fetchesBatches?: boolean
}

/** A kafkajs client whose sockets can be taken away from it. */
export interface KafkaClient {
  readonly kafka: Kafka
  /** Ends every socket at once and refuses new ones, so that whatever kafkajs still tries or waits for fails and ends. */
  destroy(): void
}

const keepAliveMs = 60_000

export function createKafkaClient(options: KafkaClientOptions): KafkaClient {
  quietPendingRequests()
  registerCodecs()
  const sockets = new Set<Socket>()
  let isDestroyed = false
  const socketFactory: ISocketFactory = ({ host, port, ssl, onConnect }) => {
    if (isDestroyed) throw new Error('the client was destroyed')
    // kafkajs passes no `ssl` for plain connections, whatever its types say.
    const secure: typeof ssl | undefined = ssl
    const socket = secure
      ? connectTls({ host, port, ...(isIP(host) ? {} : { servername: host }), ...secure }, onConnect)
      : connect({ host, port }, onConnect)
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    return socket.setKeepAlive(true, keepAliveMs)
  }
  if (options.fetchesBatches === true) fetchBatches(socketFactory)
  const kafka = new Kafka({
    brokers: [...options.brokers],
    clientId: options.clientId,
    connectionTimeout: options.connectionTimeoutMs,
    requestTimeout: options.requestTimeoutMs,
    ...(options.retry === undefined ? {} : { retry: options.retry }),
    socketFactory,
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => writeEntry(options.log, entry),
  })
  return {
    kafka,
    destroy() {
      isDestroyed = true
      // With an error, because kafkajs does not listen to `close` and would wait for its timeouts.
      for (const socket of sockets) socket.destroy(new Error('the client was destroyed'))
    },
  }
}

/** At debug: what matters is said once, by who handles it; kafkajs repeats it for each attempt and layer. */
const writeEntry = (log: Log, { namespace, log: { message, broker, error, retryCount } }: LogEntry): void =>
  log.debug({ namespace, broker, error, retryCount }, `kafkajs: ${message}`)
