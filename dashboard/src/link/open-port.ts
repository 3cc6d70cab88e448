import workerUrl from './link.worker.ts?worker&url'
import type { LinkPlace } from './link-report.js'
import type { PageMessage, WorkerMessage } from './port-message.js'
import type { Port } from './port.js'

/** The way to a link. */
export interface OpenedPort {
  readonly port: Port<PageMessage, WorkerMessage>
  readonly place: LinkPlace
  /** Gives the way up; what is behind it ends with the last page that has one. */
  close(): void
}

/** Opens a way to the link; null where the browser has none of this sort. `onBroken` is called when it turns out to lead nowhere. */
export type OpenPort = (onBroken: () => void) => OpenedPort | null

/** The ways to a link, the best first: shared by all pages of the origin, of this page alone, without a worker. */
export const portOpeners = (build: string): readonly [OpenPort, ...OpenPort[]] => [
  (onBroken) => openShared(build, onBroken),
  openOwn,
  openHere,
]

function openShared(build: string, onBroken: () => void): OpenedPort | null {
  if (typeof SharedWorker === 'undefined') return null
  // A worker is shared by address and name: pages of another build get one of their own, and speak its messages.
  const worker = new SharedWorker(workerUrl, { type: 'module', name: `tickwall link ${build}` })
  worker.addEventListener('error', onBroken)
  worker.port.start()
  return {
    port: worker.port,
    place: 'sharedWorker',
    close: () => {
      worker.removeEventListener('error', onBroken)
      worker.port.close()
    },
  }
}

function openOwn(onBroken: () => void): OpenedPort | null {
  if (typeof Worker === 'undefined') return null
  const worker = new Worker(workerUrl, { type: 'module', name: 'tickwall link' })
  worker.addEventListener('error', onBroken)
  return {
    port: worker,
    place: 'worker',
    close: () => {
      worker.terminate()
    },
  }
}

/** On the page itself, where no worker can be had; its code is loaded only then. */
function openHere(): OpenedPort {
  const { port1, port2 } = new MessageChannel()
  port1.start()
  void import('./host-here.js').then(({ hostHere }) => {
    hostHere(port2)
  })
  return {
    port: port1,
    place: 'page',
    close: () => {
      port1.close()
    },
  }
}
