import { createRequire } from 'node:module'
import type { Kafka, KafkaMessage } from 'kafkajs'

/** The parts of kafkajs 2.2.4 that we use and that it does not export; the version is pinned, and tests run against them. */
export interface RawConnectionPool {
  readonly host: string
  readonly port: number
  send<Decoded, Parsed>(exchange: {
    readonly request: {
      readonly apiKey: number
      readonly apiVersion: number
      readonly apiName: string
      readonly encode: () => Promise<{ readonly buf: Buffer; readonly buffer: Buffer }>
    }
    readonly response: {
      readonly decode: (payload: Buffer) => Promise<Decoded>
      readonly parse: (decoded: Decoded) => Promise<Parsed>
    }
  }): Promise<Parsed>
}

export interface RawBroker {
  readonly connectionPool: RawConnectionPool
  readonly versions: Readonly<Record<number, { readonly maxVersion: number }>> | null
  connect(): Promise<void>
  disconnect(): Promise<void>
  isConnected(): boolean
  fetch(request: {
    readonly isolationLevel: number
    readonly maxWaitTime: number
    readonly minBytes: number
    readonly topics: readonly {
      readonly topic: string
      readonly partitions: readonly {
        readonly partition: number
        readonly fetchOffset: string
        readonly maxBytes: number
      }[]
    }[]
  }): Promise<{
    readonly responses: readonly { readonly partitions: readonly { readonly messages: readonly KafkaMessage[] }[] }[]
  }>
  describeConfigs(request: {
    readonly resources: readonly {
      readonly type: number
      readonly name: string
      readonly configNames: readonly string[]
    }[]
  }): Promise<{
    readonly resources: readonly {
      readonly configEntries: readonly { readonly configName: string; readonly configValue: string | null }[]
    }[]
  }>
}

export interface RawCluster {
  readonly connectionPoolBuilder: {
    build(at: { readonly host: string; readonly port: number }): Promise<RawConnectionPool>
  }
  readonly brokerPool: {
    readonly seedBroker: RawBroker | undefined
    readonly versions: RawBroker['versions']
    readonly createBroker: (options: {
      readonly connectionPool: RawConnectionPool
      readonly logger: unknown
      readonly nodeId: number
    }) => RawBroker
    /** Connects to the first of the configured brokers that answers. */
    connect(): Promise<void>
    disconnect(): Promise<void>
  }
}

const load = createRequire(import.meta.url)

/** The prototype of one of kafkajs's own classes, e.g. `network/requestQueue/index.js`, for a patch of `method`. */
export function prototypeOf(module: string, method: string): Record<string, unknown> {
  const loaded: unknown = load(`kafkajs/src/${module}`)
  const prototype: unknown = typeof loaded === 'function' ? loaded.prototype : undefined
  if (typeof prototype !== 'object' || prototype === null || !(method in prototype))
    throw new Error(`kafkajs is not the version this patch was written for: ${module} has no ${method}`)
  return prototype as Record<string, unknown>
}

/** A cluster of its own, configured as the client is: connections without producer, consumer or admin around them. */
export function createCluster(kafka: Kafka): RawCluster {
  const symbol = Object.getOwnPropertySymbols(kafka).find(
    ({ description }) => description === 'private:Kafka:createCluster',
  )
  const create: unknown = symbol === undefined ? undefined : Reflect.get(kafka, symbol)
  if (typeof create !== 'function')
    throw new Error('kafkajs is not the version this was written for: it creates no cluster')
  return create({ allowAutoTopicCreation: false }) as RawCluster
}
