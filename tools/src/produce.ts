/** `npm run produce`: publishes a simulated or recorded market into Kafka, until Ctrl-C. */
import { OperatingFault } from '@tickwall/backend/observe/operating-fault.js'
import type { SourceClock } from '@tickwall/backend/ingest/source-clock.js'
import { systemClock } from '@tickwall/backend/lanes/clock.js'
import { produce } from './produce/produce.js'
import { BadArguments, parseProduceOptions, usage } from './produce/produce-options.js'

/** Unlike a gateway's, these timers are all that keeps the process alive while it waits for a broker. */
const clock: SourceClock = {
  ...systemClock,
  after(ms, callback) {
    const timer = setTimeout(callback, ms)
    return () => clearTimeout(timer)
  },
}
const ending = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // A second Ctrl-C waits no longer for what is on its way.
    if (ending.signal.aborted) process.exit(1)
    ending.abort()
  })
}

try {
  const options = parseProduceOptions(process.argv.slice(2), process.env)
  if (options === null) console.log(usage)
  else await produce(options, { clock, signal: ending.signal, say: console.log })
  process.exit(0)
} catch (error) {
  const isOurs = error instanceof BadArguments || error instanceof OperatingFault
  console.error(isOurs ? `tickwall: ${error.message}` : error)
  process.exit(1)
}
