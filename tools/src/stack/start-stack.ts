import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startChild, type Child } from '../local/child.js'
import { freePort } from '../local/free-port.js'
import { startGateway, type LocalGateway } from '../local/gateway.js'
import { inheritedEnv } from '../local/inherited-env.js'
import { startKafka, type KafkaOptions, type LocalKafka } from '../local/kafka.js'
import { upstreams } from '../local/nginx-conf.js'
import { startNginx, type LocalNginx } from '../local/nginx.js'
import { kafkaJars } from '../provision/kafka.js'
import { nginx as nginxPart } from '../provision/nginx.js'
import { provision } from '../provision/provision.js'
import { repositoryRoot } from '../repository.js'
import { readCompose, type ComposeService } from './compose.js'
import { kafkaConfig } from './kafka-config.js'
import { nativeEnv } from './native-env.js'
import { topicsOf } from './topics.js'

export interface StackOptions {
  /** Whether the producer of docker-compose.yml runs as well. */
  readonly producer: boolean
  /** What the producer is told instead of docker-compose.yml's words, e.g. `['recorded', '--speed', '10']`. */
  readonly producerArgs?: readonly string[]
  /** How many gateways; default docker-compose.yml's. They are called `gateway-1` and so on. */
  readonly gateways?: number
  /** Nginx's port; default 0, any free one. */
  readonly port?: number
  /** Variables of the gateways beyond, or instead of, docker-compose.yml's: of both, or by a gateway's name. */
  readonly gatewayEnv?: Readonly<Record<string, string>> | ((name: string) => Readonly<Record<string, string>>)
  /** Arguments of node in front of the gateway's own, e.g. `--import`. */
  readonly gatewayArgs?: readonly string[]
  /** Where the broker's log lives and its port; default a folder of its own and a free one. */
  readonly broker?: Pick<KafkaOptions, 'dir' | 'port'>
  /** What Nginx is to be configured with instead. */
  readonly nginxConf?: (conf: string) => string
  /** Server properties of the broker beyond docker-compose.yml's. */
  readonly kafkaConfig?: Readonly<Record<string, string>>
  /** Every line a service prints, with the service's name. */
  readonly onLine?: (service: string, line: string) => void
  /** Aborted: what has been started is stopped, and the start rejects. */
  readonly signal?: AbortSignal
}

/** The topology of docker-compose.yml and nginx.conf as processes of this machine. */
export interface Stack {
  /** Nginx: `http://127.0.0.1:port`. */
  readonly url: string
  /** `gateway-1` first. */
  readonly gateways: readonly LocalGateway[]
  readonly kafka: LocalKafka
  readonly nginx: LocalNginx
  readonly producer: Child | null
  /** Ends everything; Nginx first, so that the gateways need not wait for their clients. */
  stop(): Promise<void>
}

const readText = (path: string): string => readFileSync(join(repositoryRoot, path), 'utf8')

/** Starts broker, topics, gateways, Nginx and, where asked for, the producer; resolves when Nginx serves ready gateways. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { gatewayEnv = {}, gatewayArgs = [], nginxConf, port = 0, onLine, signal } = options
  const services = readCompose(readText('docker-compose.yml'))
  await provision([kafkaJars, nginxPart])
  const started: (() => Promise<unknown>)[] = []
  const stop = async (): Promise<void> => {
    for (const undo of started.splice(0).reverse()) await undo()
  }
  /** Remembers how to undo what was started, also when the start is aborted meanwhile. */
  const keep = async <T>(starting: Promise<T>, undo: (value: T) => Promise<unknown>): Promise<T> => {
    const value = await starting
    started.push(() => undo(value))
    signal?.throwIfAborted()
    return value
  }
  const printing = (name: string): { onLine?: (line: string) => void } =>
    onLine === undefined ? {} : { onLine: (line) => onLine(name, line) }

  try {
    signal?.throwIfAborted()
    const kafka = await keep(
      startKafka({
        topics: topicsOf(named(services, 'topics').command),
        config: { ...kafkaConfig(named(services, 'kafka').environment), ...options.kafkaConfig },
        ...options.broker,
        ...printing('kafka'),
      }),
      (broker) => broker.stop(),
    )
    const addresses: Record<string, string> = { 'kafka:9092': kafka.brokers }
    const fronted = upstreams(readText('nginx.conf')).flatMap((upstream) =>
      replicasOf(services, upstream, options.gateways),
    )
    for (const { address } of fronted) addresses[address] = `127.0.0.1:${await freePort()}`

    const gateways = await keep(
      allOrNone(
        fronted.map(({ name, address, service: { command, environment } }) => {
          const own = typeof gatewayEnv === 'function' ? gatewayEnv(name) : gatewayEnv
          const env = { ...nativeEnv(environment, addresses), HOST: '127.0.0.1', SERVER_NAME: name, ...own }
          const nativePort = Number(addresses[address]?.split(':')[1])
          return startGateway({
            env,
            port: nativePort,
            args: [...gatewayArgs, ...nodeArgs(command)],
            ...printing(name),
          })
        }),
        (gateway) => gateway.stop(),
      ),
      (all) => Promise.all(all.map((gateway) => gateway.stop())),
    )
    const producer = options.producer
      ? await keep(
          startProducer(named(services, 'producer'), addresses, options.producerArgs, printing('producer')),
          (child) => child.stop(),
        )
      : null
    const nginx = await keep(
      startNginx({ addresses, port, ...(nginxConf === undefined ? {} : { adapt: nginxConf }), ...printing('nginx') }),
      (server) => server.stop(),
    )
    return { url: nginx.url, gateways, kafka, nginx, producer, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

function startProducer(
  { command, environment }: ComposeService,
  addresses: Readonly<Record<string, string>>,
  words: readonly string[] | undefined,
  printing: { onLine?: (line: string) => void },
): Promise<Child> {
  const env = { ...inheritedEnv(), ...nativeEnv(environment, addresses) }
  const [program = '', ...rest] = nodeArgs(command)
  return startChild(process.execPath, [program, ...(words ?? rest)], { cwd: repositoryRoot, env, ...printing })
}

/** All values, or, when one is rejected, its reason after the others have been undone. */
async function allOrNone<T>(starting: readonly Promise<T>[], undo: (value: T) => Promise<unknown>): Promise<T[]> {
  const outcomes = await Promise.allSettled(starting)
  const values = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
  const failure = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failure === undefined) return values
  await Promise.all(values.map(undo))
  throw failure.reason
}

function named(services: ReadonlyMap<string, ComposeService>, name: string): ComposeService {
  const service = services.get(name)
  if (service === undefined) throw new Error(`docker-compose.yml has no service ${name}`)
  return service
}

interface Replica {
  /** `gateway-1` and so on, as Compose calls the containers of a service. */
  readonly name: string
  /** By which its place is known, `gateway-1:8080`. */
  readonly address: string
  readonly service: ComposeService
}

/** The containers behind an upstream of nginx.conf. */
function replicasOf(services: ReadonlyMap<string, ComposeService>, upstream: string, count?: number): Replica[] {
  const [host = '', port = ''] = upstream.split(':')
  const service = named(services, host)
  return Array.from({ length: count ?? service.replicas }, (_, index) => {
    const name = `${host}-${index + 1}`
    return { name, address: `${name}:${port}`, service }
  })
}

function nodeArgs([program, ...args]: readonly string[]): string[] {
  if (program !== 'node')
    throw new Error(`docker-compose.yml: a command of ours begins with node, not ${program ?? 'nothing'}`)
  return args
}
