import { connect } from 'node:tls'
import { setTimeout as sleep } from 'node:timers/promises'
import { until } from '@tickwall/tools'
import type { Fault } from './fault.js'

const timeoutMs = 20_000

/** The fingerprint of the certificate that new connections are shown; null while there is none. */
function shownAt(port: number, ca: string): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, ca })
    socket.once('secureConnect', () => {
      resolve(socket.getPeerCertificate().fingerprint256)
      socket.destroy()
    })
    socket.once('error', () => resolve(null))
  })
}

/** Nginx gets another certificate; clients that are connected stay, and come back under the new one once they are cut. */
export const certificateChanged: Fault = {
  lastsMs: [200, 1500],
  async run({ changeCertificate, stack: { nginx }, tlsPort, clients }, { forMs }) {
    const { cert, fingerprint } = changeCertificate()
    nginx.reload()
    await until(async () => (await shownAt(tlsPort, cert)) === fingerprint, { what: 'the new certificate', timeoutMs })
    await sleep(forMs)
    const cut = clients.filter(({ isTls }) => isTls)
    for (const { proxy } of cut) await proxy.enable(false)
    for (const { proxy } of cut) await proxy.enable(true)
    return `new connections are shown another certificate, and ${String(cut.length)} clients were cut`
  },
}
