/** First segments of the dashboard's views. */
const VIEWS: ReadonlySet<string> = new Set(['trade', 'board', 'wall', 'link', 'alerts', 'settings'])

/** A path that begins with two slashes, or a backslash, names another host to a browser. */
const isPlain = (path: string): boolean => /^\/[^/\\]/.test(path) && !path.includes('\\')

/** Whether a path, query included, leads to a view of the dashboard and nowhere else. */
export function isViewPath(path: string): boolean {
  if (!isPlain(path) || !URL.canParse(path, 'http://own')) return false
  const { host, pathname } = new URL(path, 'http://own')
  return host === 'own' && VIEWS.has(pathname.split('/')[1] ?? '')
}
