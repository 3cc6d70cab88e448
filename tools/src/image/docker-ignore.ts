import { posix } from 'node:path'

/**
 * Whether a `.dockerignore` keeps a path of the build context out of the image; a folder that is kept out takes all below it along.
 * Knows comments, `*` within a name, and a leading `**` followed by a slash; throws on exceptions (`!`), which it does not know.
 */
export function dockerIgnore(text: string): (path: string) => boolean {
  const patterns = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(toExpression)
  return (path) => {
    const normal = posix.normalize(path.replaceAll('\\', '/'))
    return patterns.some((pattern) => pattern.test(normal))
  }
}

function toExpression(pattern: string): RegExp {
  if (pattern.startsWith('!')) throw new Error('.dockerignore: exceptions are not understood')
  const isAnywhere = pattern.startsWith('**/')
  const name = (isAnywhere ? pattern.slice(3) : pattern).replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*')
  return new RegExp(`^${isAnywhere ? '(.*/)?' : ''}${name}(/|$)`)
}
