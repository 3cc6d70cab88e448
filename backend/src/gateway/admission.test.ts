import { describe, expect, it } from 'vitest'
import { refuseNow, refuseRequest, type Approach } from './admission.js'

const upgrade: Approach = {
  method: 'GET',
  target: '/ws',
  headers: { 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==', 'sec-websocket-version': '13', host: 'a:1' },
  kind: 'upgrade',
}

describe('refuseRequest', () => {
  it('admits what is well-formed', () => {
    expect(refuseRequest(upgrade, [])).toBeNull()
    expect(refuseRequest({ ...upgrade, kind: 'probe', headers: {} }, [])).toBeNull()
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
      const refused = refuseRequest(approach, [])
      expect(refused).not.toBeNull()
      expect(JSON.stringify(refused)).not.toContain(secret)
    }
  })
})

describe('refuseNow', () => {
  const gate = { hindrance: null, connections: 4, maxConnections: 5 }
  it('has room below the limit and none at it', () => {
    expect(refuseNow(gate)).toBeNull()
    expect(refuseNow({ ...gate, connections: 5 })).toMatchObject({
      code: 'tooManyRequests',
      headers: { 'Retry-After': '2' },
    })
  })
  it('says that it is not ready before it says that it is full', () => {
    expect(refuseNow({ ...gate, connections: 5, hindrance: 'not yet' })).toMatchObject({
      code: 'notReady',
      message: 'not yet',
    })
  })
})
