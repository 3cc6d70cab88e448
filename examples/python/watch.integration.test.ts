import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { createInterface } from 'node:readline'
import { createGateway } from '@tickwall/backend/gateway/create-gateway.js'
import { parseConfig } from '@tickwall/backend/config/parse-config.js'
import { createLog } from '@tickwall/backend/observe/log.js'
import { locate, pythonExample, pythonOf } from '@tickwall/tools'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { FedSource } from '../../backend/test/fakes/fed-source.js'
import { ODD_TOPICS, OddMarket } from '../../backend/test/fakes/odd-market.js'

const here = fileURLToPath(new URL('.', import.meta.url))

const source = new FedSource()
const market = new OddMarket(11)
let gateway: Awaited<ReturnType<typeof createGateway>>
let example: ChildProcess | undefined

beforeAll(async () => {
  gateway = await createGateway(parseConfig({ PORT: '0', SERVER_NAME: 'gw-1', DASHBOARD_DIR: '/nonexistent' }), {
    source,
    log: createLog('warn', 'gw-1', { write: () => {} }),
  })
  await gateway.ready
  // Rejects with one sentence where there is no Python.
  await locate(pythonExample)
})
afterAll(async () => {
  example?.kill()
  await gateway.close()
})

async function held(): Promise<Record<string, unknown>> {
  const answer = await fetch(`${gateway.url}/snapshot?topics=${ODD_TOPICS.map(encodeURIComponent).join(',')}`)
  const { topics } = (await answer.json()) as { topics: { topic: string; state: unknown }[] }
  return Object.fromEntries(topics.map(({ topic, state }) => [topic, state]))
}

it('[BIN4] is read by a client in Python, generated from the schema, which holds what /snapshot tells', async () => {
  const folder = await locate(pythonExample)
  source.feed(market.next())
  example = spawn(
    pythonOf(folder),
    ['watch.py', '--gateway', `${gateway.url.replace('http', 'ws')}/ws`, '--max-hz', '20', ...ODD_TOPICS],
    {
      cwd: here,
      env: { ...process.env, PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: '1', PYTHONUTF8: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let errors = ''
  let hasEnded = false
  example.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  example.once('close', () => (hasEnded = true))
  const states: Record<string, unknown> = {}
  if (example.stdout !== null)
    createInterface({ input: example.stdout }).on('line', (line) => {
      const [topic = '', , ...state] = line.split(' ')
      states[topic] = JSON.parse(state.join(' '))
    })
  for (let step = 0; step < 6; step++) {
    const truth = await held()
    // An example that has ended will not get there: its last words tell more than a timeout.
    await expect.poll(() => (hasEnded ? errors : states), { timeout: 60_000, interval: 20 }).toEqual(truth)
    source.feed(market.next())
  }
})
