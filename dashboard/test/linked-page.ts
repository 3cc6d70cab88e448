import type { Link } from '@tickwall/client'
import { Linked } from '../../client/test/linked.js'
import { ArrivalMeter } from '../src/link/arrival-meter.js'
import { createPageLink } from '../src/link/create-page-link.js'
import { FrameMeter } from '../src/link/frame-meter.js'
import { LinkHost } from '../src/link/link-host.js'
import type { PageLink } from '../src/link/page-link.js'
import type { PageMessage, TopicUpdate, WorkerMessage } from '../src/link/port-message.js'
import type { SavedState } from '../src/link/saved-states.js'
import { FakeLocks } from './fake-locks.js'
import { FakeShelf } from './fake-shelf.js'
import { FakePage } from './fake-page.js'
import { portPair } from './port-pair.js'

/** Pages, the worker and the server's end of its socket, all in one place and on one clock. */
export class LinkedPage {
  server: Linked
  readonly clock
  readonly page
  readonly locks = new FakeLocks()
  readonly shelf: FakeShelf
  readonly host: LinkHost
  readonly ports
  readonly link: PageLink
  readonly pulled: TopicUpdate[][] = []
  /** Links that were opened, this one included. */
  opened = 0
  isWorkerEnded = false

  /** `saved` is what an earlier visit left behind. */
  constructor(saved: readonly SavedState[] = []) {
    this.shelf = new FakeShelf(saved)
    this.server = new Linked()
    this.clock = this.server.clock
    this.page = new FakePage(this.clock)
    this.ports = portPair<PageMessage, WorkerMessage>(this.clock)
    this.host = new LinkHost({
      clock: this.clock,
      watchLock: this.locks.watch,
      shelf: this.shelf,
      openLink: () => {
        const arrivals = new ArrivalMeter(() => this.clock.nowMs())
        const server: Linked = new Linked(
          { socketFactory: arrivals.timed((url, protocols) => server.network.open(url, protocols)) },
          this.clock,
        )
        this.server = server
        this.opened += 1
        // The same class, once by its source and once by its build.
        return { link: this.server.link as unknown as Link, meter: new FrameMeter(arrivals) }
      },
    })
    this.host.addPort(this.ports.b)
    this.link = createPageLink({
      openers: [
        () => ({
          port: this.ports.a,
          place: 'sharedWorker',
          close: () => {
            this.isWorkerEnded = true
          },
        }),
      ],
      url: 'ws://gateway.test/ws',
      page: this.page,
      build: 'page.js',
    })
    this.link.onPulled((updates) => this.pulled.push([...updates]))
    this.clock.settle()
  }

  /** The server greets; the page hears of it. */
  open(): void {
    this.server.greet()
    this.page.paint()
  }

  /** A second page on the same worker. */
  addPage(): { readonly page: FakePage; readonly link: PageLink } {
    const ports = portPair<PageMessage, WorkerMessage>(this.clock)
    const page = new FakePage(this.clock)
    this.host.addPort(ports.b)
    const link = createPageLink({
      openers: [() => ({ port: ports.a, place: 'sharedWorker', close: () => undefined })],
      url: 'ws://ignored.test/ws',
      page,
      build: 'page.js',
    })
    this.clock.settle()
    return { page, link }
  }

  /** Wants a topic and has the server accept it. */
  want(topic: string, maxHz = 10): void {
    this.link.want(topic, maxHz)
    this.clock.settle()
    this.server.accept()
  }
}
