/** `npm run stack`: the whole topology on this machine until Ctrl-C. */
import { constants } from 'node:os'
import { parseArgs } from 'node:util'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { MissingPart } from '../provision/part.js'
import { repositoryRoot } from '../repository.js'
import { readCompose } from './compose.js'
import { startStack } from './start-stack.js'

const usage = `npm run stack -- [--port <number>] [--gateways <number>] [--no-producer]

Starts what docker-compose.yml describes, without Docker: Kafka, gateways behind Nginx, and a producer.
  --port <number>      Nginx's port; default docker-compose.yml's
  --gateways <number>  default docker-compose.yml's, two
  --no-producer        Kafka stays empty until you produce into it`

const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    gateways: { type: 'string' },
    producer: { type: 'boolean' },
    help: { type: 'boolean' },
  },
  allowNegative: true,
})

/** The port that docker-compose.yml publishes for Nginx. */
const publishedPort = (): number => {
  const services = readCompose(readFileSync(join(repositoryRoot, 'docker-compose.yml'), 'utf8'))
  return services.get('nginx')?.ports[0]?.published ?? 8080
}

async function run(): Promise<void> {
  const ending = new AbortController()
  const hasEnded = new Promise<NodeJS.Signals>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        // A second Ctrl-C does not wait any longer: what still runs is killed as this process exits.
        if (ending.signal.aborted) process.exit(128 + constants.signals[signal])
        ending.abort()
        resolve(signal)
      })
    }
  })
  const onLine = (service: string, line: string): void => console.log(`${service.padEnd(9)} | ${line}`)
  const port = values.port === undefined ? publishedPort() : Number(values.port)
  const gateways = values.gateways === undefined ? undefined : Number(values.gateways)
  if (gateways !== undefined && !(Number.isInteger(gateways) && gateways >= 1 && gateways <= 64)) {
    throw new MissingPart('--gateways is a whole number from 1 to 64.')
  }
  console.log('Starting Kafka, gateways and Nginx …')
  const stack = await startStack({
    port,
    ...(gateways === undefined ? {} : { gateways }),
    producer: values.producer ?? true,
    onLine,
    signal: ending.signal,
  })
  console.log(
    [
      '',
      `Tickwall is at http://localhost:${stack.nginx.port}  (Ctrl-C ends it)`,
      ...stack.gateways.map(({ url }, index) => `  gateway ${index + 1}  ${url}`),
      `  kafka      ${stack.kafka.brokers}`,
      '',
    ].join('\n'),
  )
  for (const [name, child] of [...stack.gateways.map((gateway, index) => [`gateway-${index + 1}`, gateway] as const)]) {
    void child.exited.then(({ code, signal }) => onLine(name, `ended with ${code ?? signal}`))
  }
  void stack.producer?.exited.then(({ code, signal }) => onLine('producer', `ended with ${code ?? signal}`))
  await hasEnded
  console.log('Stopping …')
  await stack.stop()
}

if (values.help === true) {
  console.log(usage)
} else {
  try {
    await run()
  } catch (error) {
    if (!(error instanceof Error && error.name === 'AbortError')) {
      console.error(error instanceof MissingPart ? `tickwall: ${error.message}` : error)
      process.exitCode = 1
    }
  }
}
