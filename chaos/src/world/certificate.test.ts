import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect, createServer } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { selfSigned } from './certificate.js'

describe('selfSigned', () => {
  it('makes a certificate of the loopback that a client which knows it accepts, and one that does not refuses', async () => {
    const { cert, key, fingerprint } = selfSigned(Date.now())
    const server = createServer({ cert, key }, (socket) => socket.end())
    // A client that refuses resets its end.
    server.on('tlsClientError', () => undefined)
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = server.address() as AddressInfo
    const known = connect({ host: '127.0.0.1', port, ca: [selfSigned(Date.now()).cert, cert] })
    await once(known, 'secureConnect')
    expect(known.authorized).toBe(true)
    expect(known.getPeerCertificate().fingerprint256).toBe(fingerprint)
    known.destroy()
    const stranger = connect({ host: '127.0.0.1', port, ca: [selfSigned(Date.now()).cert] })
    const [error] = (await once(stranger, 'error')) as [Error]
    expect(error.message).toContain('self-signed')
    server.close()
  })
})
