/** First segments of the dashboard's views: addresses of the page's own, behind which there is no file. */
const VIEWS: ReadonlySet<string> = new Set(['', 'trade', 'board', 'wall', 'link', 'alerts', 'settings'])

/** First segments of the gateway's own addresses: below them nothing is a view. */
const OWN: ReadonlySet<string> = new Set([
  'ws',
  'sse',
  'poll',
  'snapshot',
  'api',
  'healthz',
  'readyz',
  'metrics',
  'version.json',
  'asyncapi.json',
])

/** Those of them where clients are judged. */
const CLIENTS: ReadonlySet<string> = new Set(['sse', 'poll', 'snapshot', 'api'])

const firstSegment = (path: string): string => path.split('/')[1] ?? ''

export const isOwn = (path: string): boolean => OWN.has(firstSegment(path))

/** Whether a refusal at this target is that of a client; a probe asks beside a handshake, which was counted. */
export const isCounted = (target: string): boolean => CLIENTS.has(firstSegment(target.split('?', 1)[0] ?? ''))

/** The decoded path of a request target, or null when its percent-encoding is malformed. */
export function pathOf(target: string): string | null {
  const path = target.split('?', 1)[0] ?? ''
  try {
    return decodeURIComponent(path)
  } catch {
    // The only way decodeURIComponent says that an escape is malformed.
    return null
  }
}

/** Whether the dashboard's page answers a path that has no file: a view of its, or whatever else a browser navigates to. */
export function isView(path: string, accept: string): boolean {
  if (isOwn(path)) return false
  const isFile = firstSegment(path) === 'assets' || path.slice(path.lastIndexOf('/')).includes('.')
  return VIEWS.has(firstSegment(path)) || (accept.includes('text/html') && !isFile)
}
