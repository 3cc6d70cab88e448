import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../test/fakes/manual-clock.js'
import { PunctualClock } from './punctual-clock.js'

function set() {
  const loop = new ManualClock()
  const clock = new PunctualClock(loop)
  const log: string[] = []
  const noting = (what: string) => () => void log.push(what)
  /** The event loop reads for so long, a message each half millisecond, and nothing else has its turn. */
  const read = (ms: number): void => {
    for (let passedMs = 0; passedMs < ms; passedMs += 0.5) {
      loop.block(0.5)
      clock.runDue()
    }
  }
  return { loop, clock, log, noting, read }
}

describe('a clock that is punctual while the event loop reads', () => {
  it('runs what is due between two messages, once, and what is not due not', () => {
    const { loop, clock, log, noting, read } = set()
    clock.after(10, noting('ten'))
    clock.after(5, noting('five'))
    clock.after(60, noting('sixty'))
    read(4)
    expect(log).toEqual([])
    read(5)
    expect(log).toEqual(['five'])
    read(20)
    expect(log).toEqual(['five', 'ten'])
    loop.advance(100)
    expect(log).toEqual(['five', 'ten', 'sixty'])
  })

  it('leaves what is stopped', () => {
    const { loop, clock, log, noting, read } = set()
    const stop = clock.after(1, noting('stopped'))
    clock.after(1, () => stopOther())
    const stopOther = clock.after(1, noting('stopped by another'))
    stop()
    read(5)
    loop.advance(10)
    expect(log).toEqual([])
  })

  it('runs what was put off to the end of a turn, once; what that puts off waits for as long as reading may last', () => {
    const { loop, clock, log, noting, read } = set()
    clock.soon(() => {
      log.push('first')
      clock.soon(noting('second'))
    })
    clock.runDue()
    expect(log).toEqual(['first'])
    read(1.5)
    expect(log).toEqual(['first'])
    read(1)
    expect(log).toEqual(['first', 'second'])
    loop.endTurn()
    expect(log).toEqual(['first', 'second'])
  })

  it('lets reading have its time after what the event loop ran by itself', () => {
    const { loop, clock, log, noting, read } = set()
    clock.after(10, () => clock.soon(noting('next turn')))
    loop.tick(10)
    read(1.5)
    expect(log).toEqual([])
    loop.endTurn()
    expect(log).toEqual(['next turn'])
  })

  it('repeats and tells the time as the clock behind it', () => {
    const { loop, clock, log, noting, read } = set()
    const stop = clock.every(10, noting('tick'))
    loop.advance(25)
    read(30)
    stop()
    loop.advance(100)
    expect(log).toEqual(['tick', 'tick'])
    expect([clock.nowMs(), clock.monotonicMs()]).toEqual([loop.nowMs(), loop.monotonicMs()])
  })
})
