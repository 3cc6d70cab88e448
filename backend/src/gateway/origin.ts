/** Pages that may connect, beside those of the own origin. */
export interface OriginRules {
  /** Origins, `https://*.example.org` for all below one, or `*` for every one. */
  readonly allowed: readonly string[]
  /** Whether a request that names no origin may come, unless its browser vouches for its page. */
  readonly isAbsentAllowed: boolean
}

/** The headers that tell where a request comes from. A page can set none of them. */
export interface OriginHeaders {
  readonly origin?: string | undefined
  readonly host?: string | undefined
  readonly 'sec-fetch-site'?: string | string[] | undefined
}

/** `host:port` in small letters, without the port that the scheme implies. */
const authority = (url: string): string => new URL(url).host

/** `https://*.example.org` means any name below, at any depth; the name itself is to be listed by itself. */
function isListed(origin: string, pattern: string): boolean {
  const [scheme, below] = pattern.split('://*.')
  if (below === undefined) return origin === pattern
  const name = origin.startsWith(`${scheme ?? ''}://`) ? origin.slice((scheme ?? '').length + 3) : ''
  return name.endsWith(`.${below}`) && /^[\w-]+(\.[\w-]+)*$/.test(name.slice(0, -below.length - 1))
}

/**
 * Whether a page of this origin may connect: the same origin may, others must be listed, `null` (a file, a sandbox) never may.
 * A proxy may hand on a `Host` without its port: then the name alone is compared.
 */
export function isOriginAllowed(headers: OriginHeaders, { allowed, isAbsentAllowed }: OriginRules): boolean {
  const { origin, host } = headers
  // A browser names no origin where it reads its own; that it does so itself, no page can pretend.
  if (origin === undefined) return isAbsentAllowed || headers['sec-fetch-site'] === 'same-origin'
  if (origin === 'null') return false
  if (allowed.some((pattern) => pattern === '*' || isListed(origin, pattern))) return true
  if (host === undefined || !URL.canParse(origin) || !URL.canParse(`http://${host}`)) return false
  const own = new URL(`http://${host}`)
  return own.host === authority(origin) || (own.port === '' && own.hostname === new URL(origin).hostname)
}
