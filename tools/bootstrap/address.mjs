/**
 * Where a gateway with this environment serves, as a person would type it; null when it chooses its own port.
 * @param {Readonly<Record<string, string | undefined>>} env
 */
export function addressOf(env) {
  const port = env.PORT === undefined || env.PORT === '' ? '8080' : env.PORT
  if (port === '0') return null
  const host = env.HOST ?? ''
  const isLocal = ['', '127.0.0.1', '0.0.0.0', '::', '::1', 'localhost'].includes(host)
  return `http://${isLocal ? 'localhost' : host}:${port}`
}
