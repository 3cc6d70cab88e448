import type { IncomingHttpHeaders } from 'node:http'
import { comeBack, refusal, type Refusal } from './refusal.js'
import { isOriginAllowed, type OriginRules } from './origin.js'
import { chooseSubprotocol } from './subprotocol.js'

/** The one address that speaks WebSocket. */
export const WS_PATH = '/ws'

/** Longest request target: below the line and header limits of common proxies, so that ours is the answer that is seen. */
export const MAX_TARGET_BYTES = 6144

/** Seconds after which a refused client may try again: starting and ending take about this long. */
export const COME_BACK_SECONDS = 2

/** What a caller of `/ws` asks for, before it is let in. */
export interface Approach {
  readonly method: string
  /** Request target: path with query. */
  readonly target: string
  readonly headers: IncomingHttpHeaders
  /** A probe asks what an upgrade would be answered: a page can neither set nor see the headers of a handshake. */
  readonly kind: 'upgrade' | 'probe'
}

/** What decides beside the request itself. */
export interface Gate {
  /** Why no one is let in now, or null. */
  readonly hindrance: string | null
  readonly connections: number
  readonly maxConnections: number
  /** Of those, from the caller's address and of the caller's user, with what there may be; 0 = no bound. */
  readonly ofAddress: number
  readonly perAddress: number
  readonly ofUser: number
  readonly perUser: number
}

/** Why a page of this origin may not be served; null = it may. */
export const refuseOrigin = (headers: IncomingHttpHeaders, origins: OriginRules): Refusal | null =>
  isOriginAllowed(headers, origins) ? null : refusal('forbidden')

const pathOf = (target: string): string => target.split('?', 1)[0] ?? ''

/** Why the request itself cannot be admitted, whatever the state of the server; null = it can. */
export function refuseRequest(approach: Approach, origins: OriginRules): Refusal | null {
  const { method, target, headers, kind } = approach
  if (target.length > MAX_TARGET_BYTES) return refusal('uriTooLong')
  if (pathOf(target) !== WS_PATH) return refusal('notFound')
  if (method !== 'GET') return refusal('methodNotAllowed', undefined, { Allow: 'GET' })
  if (kind === 'upgrade') {
    // RFC 6455, 4.2.1: 16 bytes in base64, and version 13.
    if (!/^[+/\dA-Za-z]{22}==$/.test(headers['sec-websocket-key'] ?? ''))
      return refusal('badRequest', 'Sec-WebSocket-Key is absent or malformed')
    if (headers['sec-websocket-version'] !== '13')
      return refusal('badRequest', 'Sec-WebSocket-Version must be 13', { 'Sec-WebSocket-Version': '13' })
  }
  if (chooseSubprotocol(headers['sec-websocket-protocol']) === null)
    return refusal('badRequest', 'Sec-WebSocket-Protocol offers nothing that is spoken here')
  return refuseOrigin(headers, origins)
}

/** Limits on how many may be connected. */
type RoomLimit = 'connections' | 'connectionsPerAddress' | 'connectionsPerUser'

/** Why the caller is not admitted now; null = there is room. `isEnforced` is asked for each limit that is reached. */
export function refuseNow(gate: Gate, isEnforced: (limit: RoomLimit) => boolean): Refusal | null {
  const { hindrance, connections, maxConnections, ofAddress, perAddress, ofUser, perUser } = gate
  if (hindrance !== null) return comeBack('notReady', COME_BACK_SECONDS, hindrance)
  if (connections >= maxConnections && isEnforced('connections'))
    return comeBack('tooManyRequests', COME_BACK_SECONDS, 'no connection is free')
  if (perAddress > 0 && ofAddress >= perAddress && isEnforced('connectionsPerAddress'))
    return comeBack('tooManyFromAddress', COME_BACK_SECONDS)
  if (perUser > 0 && ofUser >= perUser && isEnforced('connectionsPerUser'))
    return comeBack('tooManyOfUser', COME_BACK_SECONDS)
  return null
}
