import { createLink, systemClock } from '@tickwall/client'
import { ArrivalMeter } from './arrival-meter.js'
import { FrameMeter } from './frame-meter.js'
import { indexedShelf } from './indexed-shelf.js'
import { LinkHost } from './link-host.js'
import { watchLock } from './watch-lock.js'

/** The inside of a worker, or of a page that has none. */
export function startHost(): LinkHost {
  return new LinkHost({
    clock: systemClock,
    watchLock: watchLock(),
    shelf: indexedShelf(() => systemClock.nowMs()),
    openLink: (url) => {
      const arrivals = new ArrivalMeter(() => systemClock.nowMs())
      const socketFactory = arrivals.timed((address, protocols) => new WebSocket(address, [...protocols]))
      return { link: createLink({ url, socketFactory }), meter: new FrameMeter(arrivals) }
    },
  })
}
