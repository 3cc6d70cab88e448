import { beforeEach, describe, expect, it } from 'vitest'
import { FakeClock } from '../../../client/test/fake-clock.js'
import { FakePage } from '../../test/fake-page.js'
import { portPair } from '../../test/port-pair.js'
import type { LinkPlace } from './link-report.js'
import type { OpenPort } from './open-port.js'
import { LOOK_MS, PortLadder } from './port-ladder.js'
import type { PageMessage, WorkerMessage } from './port-message.js'

const answer: WorkerMessage = { type: 'areYouThere' }

/** A place that the test answers for, and breaks. */
class Place {
  readonly place: LinkPlace
  opened = 0
  closed = 0
  break: () => void = () => undefined
  answer: () => void = () => undefined
  constructor(place: LinkPlace) {
    this.place = place
  }
  readonly open: OpenPort = (onBroken) => {
    const { a, b } = portPair<PageMessage, WorkerMessage>(clock)
    this.opened += 1
    this.break = onBroken
    this.answer = () => {
      b.postMessage(answer)
      clock.settle()
    }
    return { port: a, place: this.place, close: () => this.closed++ }
  }
}

let clock: FakeClock
let page: FakePage
let told: string[]
let isAwaiting: boolean
let shared: Place
let own: Place
beforeEach(() => {
  clock = new FakeClock()
  page = new FakePage(clock)
  told = []
  isAwaiting = true
  shared = new Place('sharedWorker')
  own = new Place('worker')
})

function ladder(...openers: [OpenPort, ...OpenPort[]]): PortLadder {
  const made: PortLadder = new PortLadder(openers, page, {
    opened: () => told.push(made.place),
    message: ({ type }) => told.push(type),
    awaitsAnswer: () => isAwaiting,
  })
  made.open()
  return made
}

describe('the way to the link', () => {
  it('is the best that there is', () => {
    ladder(shared.open, own.open)
    shared.answer()
    clock.advance(100)
    expect(told).toEqual(['sharedWorker', 'areYouThere'])
    expect(own.opened).toBe(0)
  })

  it('is the next where the browser has none, or forbids it', () => {
    const forbidden: OpenPort = () => {
      throw new Error('policy')
    }
    ladder(() => null, forbidden, own.open)
    expect(told).toEqual(['worker'])
  })

  it('is the next where one breaks before its first answer', () => {
    ladder(shared.open, own.open)
    shared.break()
    expect(told).toEqual(['sharedWorker', 'worker'])
    expect(shared.closed).toBe(1)
    shared.break()
    shared.answer()
    expect(told).toEqual(['sharedWorker', 'worker'])
  })

  it('is the next where one never answers', () => {
    ladder(shared.open, own.open)
    clock.advance(2 * LOOK_MS)
    expect(told).toEqual(['sharedWorker', 'worker'])
  })

  it('is opened anew where one has answered and falls silent', () => {
    ladder(shared.open, own.open)
    shared.answer()
    shared.break()
    expect(shared.opened).toBe(1)
    clock.advance(2 * LOOK_MS)
    expect(told).toEqual(['sharedWorker', 'areYouThere', 'sharedWorker'])
  })

  it('stays while nothing is asked, or nobody looks', () => {
    ladder(shared.open, own.open)
    isAwaiting = false
    clock.advance(10 * LOOK_MS)
    isAwaiting = true
    page.setVisible(false)
    clock.advance(10 * LOOK_MS)
    expect(shared.opened).toBe(1)
  })

  it('has no way below the last', () => {
    ladder(own.open)
    own.break()
    clock.advance(2 * LOOK_MS)
    expect(told).toEqual(['worker', 'worker', 'worker'])
  })

  it('ends, and leaves nothing behind', () => {
    const made = ladder(shared.open, own.open)
    made.close()
    shared.answer()
    shared.break()
    expect(told).toEqual(['sharedWorker'])
    expect(shared.closed).toBe(1)
    expect(clock.pending).toBe(0)
  })
})
