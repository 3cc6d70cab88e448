import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Random } from '@tickwall/backend/ingest/simulated/random.js'
import {
  freePort,
  provision,
  repositoryRoot,
  startStack,
  temporaryFolder,
  toxiproxy as toxiproxyPart,
  type LocalGateway,
  type Stack,
} from '@tickwall/tools'
import { LogKeeper } from '../log/log-keeper.js'
import type { Orders } from '../preload/broken-process.js'
import { selfSigned, type Certificate } from './certificate.js'
import { ChaosClient } from './chaos-client.js'
import { clientPlans } from './client-plans.js'
import { Feeder } from './feeder.js'
import { frontedListeners } from './kafka-listeners.js'
import { Market } from './market.js'
import { addressesOfBoth } from './networks.js'
import { chaosNginxConf } from './nginx-conf.js'
import { smallDisk, type SmallDisk } from './small-disk.js'
import { tokenFor } from './token.js'
import { startToxiproxy, type Proxy } from './toxiproxy.js'

const SECRET = 'a secret that only the gateways of this run know'
const HEARTBEAT_MS = 2000
const GATEWAYS = 2
const readyTimeoutMs = 60_000

/** What a gateway is told beyond docker-compose.yml: half-open connections are to be noticed within seconds, not within a minute. */
const gatewayEnv = {
  AUTH: 'jwt',
  JWT_SECRET: SECRET,
  HEARTBEAT_MS: String(HEARTBEAT_MS),
  SILENCE_MS: '6000',
  DRAIN_MS: '5000',
  DRAIN_SPREAD_MS: '1000',
  // They all come from one address.
  LIMIT_CONNECTION_RATE: '0',
}

/** One gateway with the proxy between it and Kafka, and what tells its process that its clock is wrong. */
export interface BreakableGateway {
  readonly gateway: LocalGateway
  readonly kafka: Proxy
  order(orders: Orders): void
}

/** A whole stack with clients, all of whose parts can be broken. */
export interface World {
  readonly stack: Stack
  readonly gateways: readonly BreakableGateway[]
  readonly clients: readonly ChaosClient[]
  readonly feeder: Feeder
  readonly keeper: LogKeeper
  readonly disk: SmallDisk
  readonly tlsPort: number
  /** The certificate that Nginx reads when it is reloaded next. */
  changeCertificate(): Certificate
  /** A token that may read everything. */
  readonly token: string
  stop(): Promise<void>
}

export interface WorldOptions {
  readonly seed: number
  readonly signal: AbortSignal
  readonly onLine?: (service: string, line: string) => void
}

/** Starts everything and resolves when every client has everything. Undoes what it did when it cannot. */
export async function startWorld({ seed, signal, onLine }: WorldOptions): Promise<World> {
  await provision([toxiproxyPart])
  const undo: (() => unknown)[] = []
  const stop = async (): Promise<void> => {
    for (const each of undo.splice(0).reverse()) await each()
  }
  try {
    const folder = temporaryFolder('chaos')
    undo.push(() => folder.remove())
    const disk = smallDisk()
    undo.push(() => disk.remove())
    const toxiproxy = await startToxiproxy()
    undo.push(() => toxiproxy.stop())

    const port = await freePort()
    const listeners = await Promise.all(Array.from({ length: GATEWAYS }, () => freePort()))
    const kafkaProxies = await Promise.all(
      listeners.map((to, i) => toxiproxy.proxy(`kafka-${String(i + 1)}`, `127.0.0.1:${String(to)}`)),
    )
    const fronted = kafkaProxies.map((proxy, i) => ({ port: listeners[i] as number, advertisedPort: proxy.port }))
    const proxyOf = (name: string): Proxy => kafkaProxies[Number(name.split('-')[1]) - 1] as Proxy

    const tlsPort = await freePort()
    const [cert, key] = [join(folder.path, 'cert.pem'), join(folder.path, 'key.pem')]
    const certificates: Certificate[] = []
    const changeCertificate = (): Certificate => {
      const made = selfSigned(Date.now())
      certificates.push(made)
      writeFileSync(cert, made.cert)
      writeFileSync(key, made.key)
      return made
    }
    changeCertificate()

    const orders = join(folder.path, 'orders.json')
    const preload = pathToFileURL(join(repositoryRoot, 'chaos/dist/preload/broken-process.js'))
    preload.searchParams.set('orders', pathToFileURL(orders).href)
    mkdirSync(disk.path, { recursive: true })
    const stack = await startStack({
      producer: false,
      signal,
      ...(onLine === undefined ? {} : { onLine }),
      broker: { dir: disk.path, port },
      kafkaConfig: frontedListeners(port, await freePort(), fronted),
      gatewayArgs: ['--import', preload.href],
      gatewayEnv: (name) => ({ ...gatewayEnv, KAFKA_BROKERS: `127.0.0.1:${String(proxyOf(name).port)}` }),
      nginxConf: (conf) => chaosNginxConf(conf, { tlsPort, cert, key }),
    })
    undo.push(() => stack.stop())

    const feeder = new Feeder(stack.kafka.brokers, new Market(seed))
    undo.push(() => feeder.stop())
    feeder.begin()

    const addresses = await addressesOfBoth(stack.url)
    const random = new Random(seed, 2)
    const clients: ChaosClient[] = []
    undo.push(() => {
      for (const client of clients) client.close()
    })
    for (const [i, plan] of clientPlans(random).entries()) {
      const to = plan.isTls ? tlsPort : stack.nginx.port
      const proxy = await toxiproxy.proxy(`client-${String(i + 1)}`, `127.0.0.1:${String(to)}`)
      const token = tokenFor(plan.name, plan.allow, SECRET, Date.now())
      const ca = (): string[] => certificates.map((each) => each.cert)
      clients.push(new ChaosClient({ ...plan, proxy, token, ca, address: addresses[i % addresses.length] as string }))
    }
    await Promise.all(clients.map((client) => client.ready(readyTimeoutMs)))
    signal.throwIfAborted()
    return {
      stack,
      gateways: stack.gateways.map((gateway, i) => ({
        gateway,
        kafka: kafkaProxies[i] as Proxy,
        order(told) {
          writeFileSync(orders, JSON.stringify(told))
          process.kill(gateway.pid, 'SIGUSR2')
        },
      })),
      clients,
      feeder,
      keeper: new LogKeeper(stack.kafka.brokers),
      disk,
      tlsPort,
      changeCertificate,
      token: tokenFor('everybody', ['**'], SECRET, Date.now()),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}
