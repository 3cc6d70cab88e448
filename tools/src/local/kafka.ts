import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { requireJava } from '../provision/java.js'
import { kafkaJars } from '../provision/kafka.js'
import { locate } from '../provision/provision.js'
import { runOrThrow } from '../provision/run-to-end.js'
import { startChild, type Child } from './child.js'
import { freePort } from './free-port.js'
import { answers, createTopics, type TopicSpec } from './kafka-admin.js'
import { kafkaProperties } from './kafka-properties.js'
import { temporaryFolder } from './temporary-folder.js'
import { untilUp } from './until.js'

export interface KafkaOptions {
  /** Where its log lives; default a fresh temporary folder, removed by `stop`. A folder with a log in it is continued. */
  readonly dir?: string
  /** Default 0: any free port of the loopback. */
  readonly port?: number
  /** Created before it is handed out. */
  readonly topics?: readonly TopicSpec[]
  /** Further server properties by Kafka's names. */
  readonly config?: Readonly<Record<string, string>>
  /** The broker's own log, a line at a time. */
  readonly onLine?: (line: string) => void
}

/** A real single-process Kafka broker on the loopback. */
export interface LocalKafka {
  /** `127.0.0.1:port`, the same after a restart. */
  readonly brokers: string
  /** Of the present process. */
  readonly pid: number
  createTopics(topics: readonly TopicSpec[]): Promise<void>
  /** Ends it in an orderly way and removes a temporary folder. */
  stop(): Promise<void>
  /** Ends the process only; the log stays for `restart`. */
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>
  /** Stops it from running without ending it: connections stay open and nothing answers. Not on Windows. */
  pause(): void
  resume(): void
  /** Ends the process if it still runs and starts another on the same log and port; resolves when that one answers. */
  restart(): Promise<void>
}

/** Some 4 s where nothing else runs; a log that was not closed is read through first. */
const startTimeoutMs = 120_000
/** Small and soon warm: the second compiler takes a tenth of a core for minutes, which is as long as most of these brokers live. */
const lean = ['-Xms96m', '-Xmx320m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1']
const quiet = ['-Dorg.apache.logging.log4j.level=WARN']

/** Starts a broker, fresh unless `dir` holds a log, and resolves when it answers and the topics exist; about 4 s. */
export async function startKafka(options: KafkaOptions = {}): Promise<LocalKafka> {
  const { port = 0, topics = [], config = {}, onLine } = options
  const java = await requireJava()
  const classPath = join(await locate(kafkaJars), '*')
  const folder = options.dir === undefined ? temporaryFolder('kafka') : { path: options.dir, remove: () => undefined }
  const dir = folder.path
  const dataDir = join(dir, 'data')
  const properties = join(dir, 'server.properties')
  const listeners = { port: port || (await freePort()), controllerPort: await freePort(), dataDir }
  const brokers = `127.0.0.1:${listeners.port}`

  const jvm = (args: readonly string[]): string[] => [...lean, ...quiet, '-cp', classPath, ...args]
  const start = async (): Promise<Child> => {
    const child = await startChild(java, jvm(['kafka.Kafka', properties]), {
      cwd: dir,
      ...(onLine === undefined ? {} : { onLine }),
    })
    return untilUp(child, () => answers(brokers), { what: 'Kafka', timeoutMs: startTimeoutMs })
  }

  mkdirSync(dir, { recursive: true })
  writeFileSync(properties, kafkaProperties(listeners, config))
  if (!existsSync(join(dataDir, 'meta.properties'))) {
    const clusterId = randomBytes(16).toString('base64url')
    // Joined by `=`: an id may begin with a dash.
    await runOrThrow(
      java,
      jvm(['kafka.tools.StorageTool', 'format', `--cluster-id=${clusterId}`, `--config=${properties}`]),
    )
  }
  let child = await start()
  if (topics.length > 0) await createTopics(brokers, topics)

  return {
    brokers,
    get pid() {
      return child.pid
    },
    createTopics: (more) => createTopics(brokers, more),
    async kill(signal) {
      await child.kill(signal)
    },
    pause: () => child.signal('SIGSTOP'),
    resume: () => child.signal('SIGCONT'),
    async restart() {
      await child.stop()
      child = await start()
    },
    async stop() {
      await child.stop()
      folder.remove()
    },
  }
}
