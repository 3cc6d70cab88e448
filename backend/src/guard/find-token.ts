import type { IncomingHttpHeaders } from 'node:http'

/** Where a token may stand beside the header `Authorization` and the subprotocol. */
export interface TokenPlaces {
  /** The cookie that carries it; null = none does. */
  readonly cookie: string | null
  /** Whether `?access_token=` is read: addresses end up in logs. */
  readonly isQueryRead: boolean
}

export interface TokenCarrier {
  readonly headers: IncomingHttpHeaders
  /** Request target: path with query. */
  readonly target: string
}

const BEARER = 'tickwall.bearer.'

/** The token of a request, from the first place that has one; null without any. Not judged. */
export function findToken({ headers, target }: TokenCarrier, { cookie, isQueryRead }: TokenPlaces): string | null {
  return (
    fromAuthorization(headers.authorization) ??
    fromSubprotocol(headers['sec-websocket-protocol']) ??
    (cookie === null ? null : fromCookie(headers.cookie, cookie)) ??
    (isQueryRead ? fromQuery(target) : null)
  )
}

/** Another scheme is somebody else's: a proxy's, for example. */
const fromAuthorization = (header: string | undefined): string | null =>
  /^bearer +([^\s]*) *$/i.exec(header ?? '')?.[1] ?? null

function fromSubprotocol(header: string | undefined): string | null {
  const offer = (header ?? '').split(',').find((each) => each.trim().startsWith(BEARER))
  return offer === undefined ? null : offer.trim().slice(BEARER.length)
}

function fromCookie(header: string | undefined, name: string): string | null {
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=')
    if (at >= 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim()
  }
  return null
}

function fromQuery(target: string): string | null {
  const start = target.indexOf('?')
  return start < 0 ? null : new URLSearchParams(target.slice(start + 1)).get('access_token')
}
