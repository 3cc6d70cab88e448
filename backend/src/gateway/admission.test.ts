import { describe, expect, it } from 'vitest'
import { refuseNow, refuseRequest, type Approach } from './admission.js'

const upgrade: Approach = {
  method: 'GET',
  target: '/ws',
  headers: { 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==', 'sec-websocket-version': '13', host: 'a:1' },
  kind: 'upgrade',
}

const ORIGINS = { allowed: [], isAbsentAllowed: true }

describe('refuseRequest', () => {
  it('admits what is well-formed', () => {
    expect(refuseRequest(upgrade, ORIGINS)).toBeNull()
    expect(refuseRequest({ ...upgrade, kind: 'probe', headers: {} }, ORIGINS)).toBeNull()
  })

  it('names no value of the caller', () => {
    const secret = 'hunter2'
    const spoilt: Approach[] = [
      { ...upgrade, target: `/${secret}` },
      { ...upgrade, target: `/ws?${secret}${'x'.repeat(7000)}` },
      { ...upgrade, headers: { ...upgrade.headers, 'sec-websocket-key': secret } },
      { ...upgrade, headers: { ...upgrade.headers, 'sec-websocket-version': secret } },
      { ...upgrade, headers: { ...upgrade.headers, 'sec-websocket-protocol': secret } },
      { ...upgrade, headers: { ...upgrade.headers, origin: `http://${secret}` } },
    ]
    for (const approach of spoilt) {
      const refused = refuseRequest(approach, ORIGINS)
      expect(refused).not.toBeNull()
      expect(JSON.stringify(refused)).not.toContain(secret)
    }
  })
})

describe('refuseNow', () => {
  const gate = {
    hindrance: null,
    connections: 4,
    maxConnections: 5,
    ofAddress: 2,
    perAddress: 3,
    ofUser: 1,
    perUser: 2,
  }
  const full = { ...gate, connections: 5, ofAddress: 3, ofUser: 2 }
  const enforced = () => true

  it.each([
    ['tooManyRequests', { connections: 5 }],
    ['tooManyFromAddress', { ofAddress: 3 }],
    ['tooManyOfUser', { ofUser: 2 }],
  ])('has room below the limit and at it answers %s', (code, at) => {
    expect(refuseNow(gate, enforced)).toBeNull()
    expect(refuseNow({ ...gate, ...at }, enforced)).toMatchObject({ code, headers: { 'Retry-After': '2' } })
  })

  it('says that it is not ready before it says that it is full', () => {
    expect(refuseNow({ ...full, hindrance: 'not yet' }, enforced)).toMatchObject({
      code: 'notReady',
      message: 'not yet',
    })
  })

  it('asks of each limit that is reached whether it is enforced, and of none else', () => {
    const asked: string[] = []
    const watched = (limit: string) => {
      asked.push(limit)
      return false
    }
    expect(refuseNow(gate, watched)).toBeNull()
    expect(asked).toEqual([])
    expect(refuseNow(full, watched)).toBeNull()
    expect(asked).toEqual(['connections', 'connectionsPerAddress', 'connectionsPerUser'])
  })

  it('takes 0 for no bound by address and by user', () => {
    expect(refuseNow({ ...full, connections: 4, perAddress: 0, perUser: 0 }, enforced)).toBeNull()
  })
})
