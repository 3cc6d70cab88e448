/** `npm run load`: a k6 scenario against a stack of its own, or against a server that already runs. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { MissingPart } from '../provision/part.js'
import { provision } from '../provision/provision.js'
import { k6 } from '../provision/k6.js'
import { repositoryRoot } from '../repository.js'
import { startStack } from '../stack/start-stack.js'
import { runScenario } from './run-scenario.js'
import { untilLive } from './until-live.js'

const usage = `npm run load -- <scenario> [--url <address>] [--connections N] [--topics N] [--max-hz N] [--seconds N] [--summary FILE]

Runs loadtest/scenarios/<scenario>.ts, for example smoke. Without --url it starts Kafka, two gateways, Nginx and a
producer on this machine, and ends them afterwards.`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    url: { type: 'string' },
    connections: { type: 'string' },
    topics: { type: 'string' },
    'max-hz': { type: 'string' },
    seconds: { type: 'string' },
    summary: { type: 'string' },
    help: { type: 'boolean' },
  },
})

async function run(scenario: string): Promise<number> {
  await provision([k6])
  const stack = values.url === undefined ? await startStack({ producer: true }) : null
  try {
    if (stack !== null) await untilLive(stack)
    const given = {
      CONNECTIONS: values.connections,
      TOPICS: values.topics,
      MAX_HZ: values['max-hz'],
      SECONDS: values.seconds,
      SUMMARY: values.summary,
      SERVERS: stack === null ? undefined : 'gateway-1,gateway-2',
    }
    const parameters = Object.fromEntries(
      Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined),
    )
    const url = values.url ?? stack?.url ?? ''
    const { code } = await runScenario({ scenario, url, parameters, onLine: (line) => console.log(line) })
    return code ?? 1
  } finally {
    await stack?.stop()
  }
}

const [scenario] = positionals
if (values.help === true || scenario === undefined) {
  console.log(usage)
} else if (!existsSync(join(repositoryRoot, 'loadtest/scenarios', `${scenario}.ts`))) {
  console.error(`there is no scenario ${JSON.stringify(scenario)} in loadtest/scenarios`)
  process.exitCode = 2
} else {
  try {
    process.exitCode = await run(scenario)
  } catch (error) {
    if (!(error instanceof MissingPart)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}
