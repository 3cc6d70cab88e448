import { describe, expect, it } from 'vitest'
import { OPEN_GUARD } from '../guard/session-guard.js'
import { Inbox } from './inbox.js'
import { refusal } from './refusal.js'

describe('Inbox', () => {
  const BLANK = ' '.repeat(300)
  const inbox = (messagesPerSecond = 20) => new Inbox(messagesPerSecond, OPEN_GUARD, 0)

  it('[MSG5] gives messages back in the order in which they came, short and long', () => {
    const waiting = inbox()
    const padding = [BLANK, '', BLANK, '']
    padding.forEach((pad, id) => expect(waiting.take(`{"type":"ping","id":${id}${pad}}`, 0)).toBeNull())
    expect(waiting.isEmpty).toBe(false)
    for (const id of [0, 1, 2, 3]) expect(waiting.next()).toEqual({ type: 'ping', id })
    expect(waiting.isEmpty).toBe(true)
    expect(waiting.next()).toBeNull()
  })

  it('does not read what is long before its turn, and then says what is wrong with it', () => {
    const waiting = inbox()
    expect(waiting.take(`{"type":"ping","id":1${BLANK}}`, 0)).toBeNull()
    expect(waiting.take(`not JSON${BLANK}`, 0)).toBeNull()
    expect(waiting.take(`{"type":"dance","id":3${BLANK}}`, 0)).toBeNull()
    expect(waiting.next()).toEqual({ type: 'ping', id: 1 })
    expect(waiting.next()).toMatchObject({ type: 'refusal', code: 'badRequest', id: undefined })
    expect(waiting.next()).toMatchObject({ type: 'refusal', code: 'unknownType', id: 3 })
    expect(waiting.isEmpty).toBe(true)
  })

  it('refuses at once what is short and wrong', () => {
    expect(inbox().take('not JSON', 0)).toMatchObject({ type: 'refusal', code: 'badRequest' })
    expect(inbox().takeBinary(0)).toEqual(refusal('badRequest', undefined, 'messages are JSON text'))
  })

  it('lets an ack wait for nothing, whatever its measure is', () => {
    const waiting = inbox(1)
    waiting.take('{"type":"ping","id":1}', 0)
    for (let n = 1; n < 10; n++) expect(waiting.take(`{"type":"ack","n":${n}}`, 0)).toEqual({ type: 'ack', n })
    expect(waiting.take(`{"type":"ack","n":10${BLANK}}`, 0)).toEqual({ type: 'ack', n: 10 })
    expect(waiting.next()).toEqual({ type: 'ping', id: 1 })
    expect(waiting.next()).toBeNull()
  })

  it('refuses what is beyond the measure, long or short, with the id of its request', () => {
    const waiting = inbox(1)
    for (const id of [1, 2]) expect(waiting.take(`{"type":"ping","id":${id}${BLANK}}`, 0)).toBeNull()
    expect(waiting.take(`{"type":"ping","id":3${BLANK}}`, 0)).toEqual(refusal('rateLimited', 3))
    expect(waiting.take('{"type":"ping","id":4}', 0)).toEqual(refusal('rateLimited', 4))
    expect(waiting.takeBinary(0)).toEqual(refusal('rateLimited'))
    expect(waiting.take('{"type":"ping","id":5}', 1000)).toBeNull()
    expect([waiting.next(), waiting.next(), waiting.next()].map((each) => each?.type === 'ping' && each.id)).toEqual([
      1, 2, 5,
    ])
  })

  it('is empty once it is cleared', () => {
    const waiting = inbox()
    waiting.take('{"type":"ping","id":1}', 0)
    waiting.clear()
    expect([waiting.isEmpty, waiting.next()]).toEqual([true, null])
  })
})
