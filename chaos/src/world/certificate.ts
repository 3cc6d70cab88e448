import { generateKeyPairSync, randomBytes, sign, X509Certificate, type KeyObject } from 'node:crypto'

/** A certificate for the loopback that vouches for itself, and its key, as PEM. */
export interface Certificate {
  readonly cert: string
  readonly key: string
  /** SHA-256 of the certificate, as `getPeerCertificate()` has it. */
  readonly fingerprint: string
}

const DAY_MS = 86_400_000

const lengthOf = (length: number): number[] =>
  length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
const der = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([tag, ...lengthOf(content.length)]), content])
}
const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values)
const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts)
/** UTCTime, `YYMMDDHHMMSSZ`. */
const utc = (ms: number): Buffer =>
  der(0x17, Buffer.from(`${new Date(ms).toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`))

// RFC 5280 and RFC 5480: the names of what is in a certificate.
const ECDSA_WITH_SHA256 = der(0x06, bytes(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02))
const COMMON_NAME = der(0x06, bytes(0x55, 0x04, 0x03))
const SUBJECT_ALT_NAME = der(0x06, bytes(0x55, 0x1d, 0x11))

/** Makes one for `localhost` and 127.0.0.1, valid for two days around `nowMs`. */
export function selfSigned(nowMs: number): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const cert = pem('CERTIFICATE', signed(toBeSigned(publicKey, nowMs), privateKey))
  return {
    cert,
    key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    fingerprint: new X509Certificate(cert).fingerprint256,
  }
}

function toBeSigned(publicKey: KeyObject, nowMs: number): Buffer {
  const serial = randomBytes(8)
  // Positive, and not shorter for a leading zero.
  serial[0] = ((serial[0] as number) & 0x7f) | 0x40
  // Of two that a client knows under one name it would try only the first.
  const common = Buffer.from(`localhost ${serial.toString('hex')}`)
  const name = sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, common))))
  const names = sequence(der(0x82, Buffer.from('localhost')), der(0x87, bytes(127, 0, 0, 1)))
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  return sequence(
    der(0xa0, der(0x02, bytes(2))),
    der(0x02, serial),
    sequence(ECDSA_WITH_SHA256),
    name,
    sequence(utc(nowMs - DAY_MS), utc(nowMs + DAY_MS)),
    name,
    spki,
    der(0xa3, sequence(sequence(SUBJECT_ALT_NAME, der(0x04, names)))),
  )
}

function signed(body: Buffer, key: KeyObject): Buffer {
  const signature = sign('sha256', body, key)
  return sequence(body, sequence(ECDSA_WITH_SHA256), der(0x03, bytes(0), signature))
}

const pem = (label: string, content: Buffer): string =>
  `-----BEGIN ${label}-----\n${(content.toString('base64').match(/.{1,64}/g) ?? []).join('\n')}\n-----END ${label}-----\n`
