import type { KafkaClient } from './kafka-client.js'
import { createCluster, type RawBroker, type RawCluster } from './kafkajs-internals.js'

/** Where a broker listens, as the cluster's metadata has it. */
export interface BrokerAddress {
  readonly nodeId: number
  readonly host: string
  readonly port: number
}

/** Plain connections to the brokers of a cluster, without a group, a producer or cached metadata around them. */
export class BrokerConnections {
  readonly #client: KafkaClient
  #cluster: RawCluster
  #nodes = new Map<number, Promise<RawBroker>>()

  constructor(client: KafkaClient) {
    this.#client = client
    this.#cluster = createCluster(client.kafka)
  }

  /** Any broker: the one used before, else the first configured one that answers. Rejects when none does. */
  async any(): Promise<RawBroker> {
    await this.#cluster.brokerPool.connect()
    const { seedBroker } = this.#cluster.brokerPool
    if (seedBroker === undefined) throw new Error('kafkajs connected to no broker')
    return seedBroker
  }

  /** One particular broker; rejects when it does not answer. */
  async node({ nodeId, host, port }: BrokerAddress): Promise<RawBroker> {
    const known = await this.#nodes.get(nodeId)
    const isKnown = known?.connectionPool.host === host && known.connectionPool.port === port
    const broker = isKnown ? known : await this.#create(nodeId, host, port)
    await broker.connect()
    return broker
  }

  /** Forgets every connection: the next question begins with a fresh one, to another broker if need be. */
  reset(): void {
    const { brokerPool } = this.#cluster
    const nodes = [...this.#nodes.values()]
    this.#nodes.clear()
    this.#cluster = createCluster(this.#client.kafka)
    const ignore = (): void => undefined // a connection that fails to end politely is ended by its own timeout
    brokerPool.disconnect().catch(ignore)
    for (const node of nodes) node.then((broker) => broker.disconnect()).catch(ignore)
  }

  #create(nodeId: number, host: string, port: number): Promise<RawBroker> {
    const { connectionPoolBuilder, brokerPool } = this.#cluster
    const created = connectionPoolBuilder
      .build({ host, port })
      .then((connectionPool) =>
        brokerPool.createBroker({ connectionPool, logger: this.#client.kafka.logger(), nodeId }),
      )
    this.#nodes.set(nodeId, created)
    return created
  }
}
