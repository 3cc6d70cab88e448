import type { Topic } from '@tickwall/protocol'

/** What a client may do, and until when. Everybody who was let in has one. */
export interface Access {
  /** Who it is, as the token says; null where nobody has to say. */
  readonly user: string | null
  /** When it ends, ms since the epoch; null = never. */
  readonly expiresAtMs: number | null
  /** Its fastest rate, Hz; null = any. */
  readonly maxHz: number | null
  /** Whether it is served delayed data, and nothing newer. */
  readonly isDelayed: boolean
  /** Whether it may read every topic: who lists topics need not ask for each. */
  readonly isUnlimited: boolean
  /** Whether it was taken back before its time; may become true, never false again. */
  isRevoked(): boolean
  /** Hot where a crowd comes back: asked for each topic of each request. */
  mayRead(topic: Topic): boolean
  /** Whether it may tell others something on a topic, as an operator does. */
  mayPublish(topic: Topic): boolean
}

/** Of everybody, where no authentication is asked for. */
export const OPEN_ACCESS: Access = {
  user: null,
  expiresAtMs: null,
  maxHz: null,
  isDelayed: false,
  isUnlimited: true,
  isRevoked: () => false,
  mayRead: () => true,
  mayPublish: () => false,
}

/** Why a token gives no access. `forbidden`: it is good, but asks for what is not served. `keysUnavailable`: our fault, not the token's. */
export type TokenFault = 'badToken' | 'tokenExpired' | 'forbidden' | 'keysUnavailable'

/** Judges a token. Never rejects. */
export type ReadToken = (token: string) => Promise<Access | TokenFault>
