import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { exportJWK, SignJWT, type JWK } from 'jose'

export const SECRET = 'a secret of the tests, 32 bytes at least'
export const ISSUER = 'https://issuer.example'
export const AUDIENCE = 'tickwall'

export interface TokenParts {
  readonly alg?: string
  readonly kid?: string
  readonly key?: KeyObject | Uint8Array
  readonly claims?: Readonly<Record<string, unknown>>
  readonly user?: string
  readonly issuer?: string
  readonly audience?: string
  /** Seconds from now; default an hour. */
  readonly lasts?: number
  readonly jti?: string
}

/** A token as a test wants it; without more, one that is good for an hour and allows everything. */
export async function token(parts: TokenParts = {}): Promise<string> {
  const { alg = 'HS256', kid, key = Buffer.from(SECRET), claims = { tickwall: { allow: ['**'] } } } = parts
  const nowS = Math.floor(Date.now() / 1000)
  const made = new SignJWT({ ...claims })
    .setProtectedHeader({ alg, ...(kid === undefined ? {} : { kid }) })
    .setSubject(parts.user ?? 'ada')
    .setIssuer(parts.issuer ?? ISSUER)
    .setAudience(parts.audience ?? AUDIENCE)
    .setExpirationTime(nowS + (parts.lasts ?? 3600))
  if (parts.jti !== undefined) made.setJti(parts.jti)
  return made.sign(key)
}

/** `alg: none`, which says everything and proves nothing. */
export function unsigned(): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const exp = Math.floor(Date.now() / 1000) + 3600
  const payload = { sub: 'ada', iss: ISSUER, aud: AUDIENCE, exp, tickwall: { allow: ['**'] } }
  return `${part({ alg: 'none', typ: 'JWT' })}.${part(payload)}.`
}

export const rsa = () => generateKeyPairSync('rsa', { modulusLength: 2048 })
export const p256 = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })

export const pemOf = (key: KeyObject): string => String(key.export({ type: 'spki', format: 'pem' }))

/** Publishes keys on a free port of the loopback, until it is closed; what it serves can be changed. */
export class KeyServer {
  readonly #server: Server
  keys: JWK[] = []
  status = 200
  asked = 0

  private constructor() {
    this.#server = createServer((_request, response) => {
      this.asked++
      response.writeHead(this.status, { 'Content-Type': 'application/json' })
      response.end(JSON.stringify({ keys: this.keys }))
    })
  }

  static async open(): Promise<KeyServer> {
    const opened = new KeyServer()
    opened.#server.listen(0, '127.0.0.1')
    await once(opened.#server, 'listening')
    return opened
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/keys`
  }

  async publish(entries: readonly { readonly kid: string; readonly alg: string; readonly key: KeyObject }[]) {
    this.keys = await Promise.all(
      entries.map(async ({ kid, alg, key }) => ({ ...(await exportJWK(key)), kid, alg, use: 'sig' })),
    )
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
