import { createPublicKey, createSecretKey, type KeyObject } from 'node:crypto'
import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey, type JWTVerifyOptions } from 'jose'
import { OperatingFault } from '../observe/operating-fault.js'
import type { ReadToken, TokenFault } from './access.js'
import { readClaims, type ClaimRules } from './read-claims.js'

/** What tokens are checked with: a shared secret, a public key as PEM text, or a set of keys that is fetched. */
export type KeyMaterial =
  | { readonly kind: 'secret'; readonly secret: string }
  | { readonly kind: 'publicKey'; readonly pem: string }
  | {
      readonly kind: 'keySet'
      readonly url: string
      /** A fetched set is used for so long, ms. */
      readonly maxAgeMs: number
      /** A key that is not in it makes it be fetched anew, but not before it is this old, ms. */
      readonly cooldownMs: number
    }

export interface TokenRules extends ClaimRules {
  readonly keys: KeyMaterial
  /** Null = not checked. */
  readonly issuer: string | null
  readonly audience: string | null
  /** How far clocks may be apart, ms. */
  readonly leewayMs: number
}

/** Longest time to fetch a set of keys, ms: below the patience of a handshake. */
const FETCH_MS = 5000

/** The faults of a token itself; all others are of what it is checked with. */
const OF_THE_TOKEN: ReadonlySet<string> = new Set([
  errors.JWTInvalid.code,
  errors.JWTClaimValidationFailed.code,
  errors.JWSInvalid.code,
  errors.JWSSignatureVerificationFailed.code,
  errors.JOSEAlgNotAllowed.code,
  errors.JOSENotSupported.code,
  errors.JWKSNoMatchingKey.code,
  errors.JWKSMultipleMatchingKeys.code,
])

interface Keys {
  readonly key: KeyObject | JWTVerifyGetKey
  /** Fixed by the kind of key, never taken from the token: else a public key could be used as a secret. */
  readonly algorithms: string[]
}

function publicKeyOf(pem: string): Keys {
  const key = createPublicKey(pem)
  if (key.asymmetricKeyType === 'rsa') return { key, algorithms: ['RS256'] }
  if (key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1')
    return { key, algorithms: ['ES256'] }
  throw new TypeError('neither RSA nor P-256')
}

function keysOf(material: KeyMaterial): Keys {
  switch (material.kind) {
    case 'secret':
      return { key: createSecretKey(Buffer.from(material.secret)), algorithms: ['HS256'] }
    case 'publicKey':
      try {
        return publicKeyOf(material.pem)
      } catch (cause) {
        throw new OperatingFault('badKey', 'JWT_PUBLIC_KEY_FILE holds no RSA or P-256 public key in PEM form.', {
          retryable: false,
          cause,
        })
      }
    case 'keySet': {
      const { url, maxAgeMs, cooldownMs } = material
      const options = { cacheMaxAge: maxAgeMs, cooldownDuration: cooldownMs, timeoutDuration: FETCH_MS }
      return { key: createRemoteJWKSet(new URL(url), options), algorithms: ['RS256', 'ES256'] }
    }
  }
}

function faultOf(error: unknown): TokenFault {
  if (error instanceof errors.JWTExpired) return 'tokenExpired'
  const isOfToken = error instanceof errors.JOSEError && OF_THE_TOKEN.has(error.code)
  return isOfToken ? 'badToken' : 'keysUnavailable'
}

/**
 * Judges tokens by the rules. `nowMs` is the wall clock; `failed` hears of what keeps tokens from being judged at all. Throws an
 * OperatingFault when the key is none. Signatures are compared in constant time, by Node's own cryptography.
 */
export function tokenReader(rules: TokenRules, nowMs: () => number, failed: (err: unknown) => void): ReadToken {
  const { key, algorithms } = keysOf(rules.keys)
  const options = (): JWTVerifyOptions => ({
    algorithms,
    clockTolerance: rules.leewayMs / 1000,
    currentDate: new Date(nowMs()),
    requiredClaims: ['exp', 'sub'],
    ...(rules.issuer === null ? {} : { issuer: rules.issuer }),
    ...(rules.audience === null ? {} : { audience: rules.audience }),
  })
  return async (token) => {
    try {
      const { payload, protectedHeader } =
        typeof key === 'function' ? await jwtVerify(token, key, options()) : await jwtVerify(token, key, options())
      return readClaims({ payload, kid: protectedHeader.kid ?? null }, rules)
    } catch (err) {
      const fault = faultOf(err)
      if (fault === 'keysUnavailable') failed(err)
      return fault
    }
  }
}
