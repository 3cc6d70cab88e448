import 'reflect-metadata'
import { ConfigProblems } from './config/config-problems.js'
import { readConfig, type Config } from './config/parse-config.js'
import { createGateway } from './gateway/create-gateway.js'
import { endOnSignal } from './gateway/end-on-signal.js'
import { createLog } from './observe/log.js'
import { OperatingFault } from './observe/operating-fault.js'

/** Ends the process for a reason that a person can do something about: one sentence each, no stack. */
function refuseToStart(sentences: string): never {
  process.stderr.write(`${sentences}\n`)
  process.exit(1)
}

function configuration(): Config {
  try {
    return readConfig()
  } catch (error) {
    if (error instanceof ConfigProblems) refuseToStart(`The configuration cannot be used.\n${error.message}`)
    throw error
  }
}

const config = configuration()
const log = createLog(config.server.logLevel, config.server.name)

const die = (err: unknown): never => {
  log.fatal({ err }, 'an unexpected fault: the process ends')
  process.exit(1)
}
process.on('uncaughtException', die)
process.on('unhandledRejection', die)

const gateway = await createGateway(config, { log }).catch((err: unknown) => {
  if (err instanceof OperatingFault) refuseToStart(err.message)
  return die(err)
})
gateway.parts.prometheus.addProcess()
endOnSignal(gateway, config.drain.deadlineMs, log)

const { readiness } = gateway.parts
await gateway.ready.catch((err: unknown) => {
  // A source that was stopped before it was ready is no failed start: whoever asked for the end hears how that went.
  if (readiness.phase === 'draining') return
  if (err instanceof OperatingFault) refuseToStart(err.message)
  die(err)
})
if (readiness.phase === 'ready') process.stdout.write(`Tickwall is at ${gateway.address}\n`)
