import { startHost } from './start-host.js'
import type { PageMessage, WorkerMessage } from './port-message.js'
import type { Port } from './port.js'

/** Runs the link on the page, for the page at the other end of `port`. */
export function hostHere(port: MessagePort): void {
  startHost().addPort(port as Port<WorkerMessage, PageMessage>)
  port.start()
}
