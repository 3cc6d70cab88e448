import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { measureDelivery } from './delivery/measure.js'
import { measureIngest } from './ingest/measure.js'
import { machine, table, type Report } from './report.js'

/** `npm run bench -- [--json FILE] [--runs N] [--seconds N] [--clients N] [--ticks N]` */
const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    runs: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '8' },
    clients: { type: 'string', default: '1000' },
    ticks: { type: 'string', default: '600000' },
  },
})

function positive(name: 'runs' | 'seconds' | 'clients' | 'ticks'): number {
  const value = Number(values[name])
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} must be a whole number of at least 1`)
  return value
}

const runs = positive('runs')
const load = { clients: positive('clients'), topicsPerClient: 20, topics: 500, hz: 10 }
const bars = [
  ...(await measureIngest(positive('ticks'), runs)),
  ...(await measureDelivery(load, 'cohort', runs, positive('seconds'))),
  ...(await measureDelivery(load, 'random', runs, positive('seconds'))),
]
const report: Report = {
  date: new Date().toISOString().slice(0, 10),
  machine: machine(),
  command: ['npm run bench', ...(process.argv.length > 2 ? ['--', ...process.argv.slice(2)] : [])].join(' '),
  bars,
}
console.log(table(report))
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(report, null, 2)}\n`)
process.exitCode = bars.every(({ pass }) => pass) ? 0 : 1
