/** `host:port` in small letters, without the port that the scheme implies. */
const authority = (url: string): string => new URL(url).host

/**
 * Whether a page of this origin may connect. No origin means no browser, which may; the same origin may; others must be listed.
 * A proxy may hand on a `Host` without its port: then the name alone is compared.
 */
export function isOriginAllowed(
  origin: string | undefined,
  host: string | undefined,
  allowed: readonly string[],
): boolean {
  if (origin === undefined || allowed.includes('*') || allowed.includes(origin)) return true
  if (host === undefined || !URL.canParse(origin) || !URL.canParse(`http://${host}`)) return false
  const own = new URL(`http://${host}`)
  return own.host === authority(origin) || (own.port === '' && own.hostname === new URL(origin).hostname)
}
