import type { Log } from '../observe/log.js'
import type { Gateway } from './start-gateway.js'

/** What shells report for a process that a second Ctrl-C has ended. */
const INTERRUPTED = 130

/**
 * Ends the process in good order on SIGTERM or SIGINT: drains, releases, exits with 0, at the latest after `deadlineMs`.
 * A second signal ends it at once.
 */
export function endOnSignal(gateway: Pick<Gateway, 'close'>, deadlineMs: number, log: Log): void {
  let isEnding = false
  const end = (signal: NodeJS.Signals): void => {
    if (isEnding) process.exit(INTERRUPTED)
    isEnding = true
    log.info({ signal }, 'ending')
    setTimeout(() => {
      log.warn({}, 'the drain took too long: what is still open is cut off')
      process.exit(0)
    }, deadlineMs).unref()
    gateway.close().then(
      () => process.exit(0),
      (err: unknown) => {
        log.error({ err }, 'the gateway could not end in good order')
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
}
