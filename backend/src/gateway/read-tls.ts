import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { OperatingFault } from '../observe/operating-fault.js'

/** Paths of PEM files. */
export interface TlsFiles {
  readonly cert: string
  readonly key: string
}

const read = (name: string, file: string): Buffer => {
  try {
    return readFileSync(file)
  } catch (cause) {
    throw new OperatingFault('unreadableFile', `The file of ${name} cannot be read.`, { retryable: false, cause })
  }
}

/** Certificate and key for TLS; older versions than 1.2 are not spoken, and a handshake may take `handshakeTimeout` ms. Throws an OperatingFault when they cannot be used. */
export function readTls(
  files: TlsFiles,
  handshakeTimeout: number,
): {
  cert: Buffer
  key: Buffer
  minVersion: 'TLSv1.2'
  handshakeTimeout: number
} {
  const made = { cert: read('TLS_CERT', files.cert), key: read('TLS_KEY', files.key), minVersion: 'TLSv1.2' } as const
  try {
    createSecureContext(made)
  } catch (cause) {
    throw new OperatingFault('badCertificate', 'TLS_CERT and TLS_KEY are no certificate and its key in PEM form.', {
      retryable: false,
      cause,
    })
  }
  return { ...made, handshakeTimeout }
}

/** When the certificate ends, ms since the epoch. Throws as `readTls` does. */
export const certificateEnd = (files: TlsFiles): number =>
  Date.parse(new X509Certificate(readTls(files, 0).cert).validTo)
