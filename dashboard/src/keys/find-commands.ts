import { fuzzyMatch } from './fuzzy-match.js'
import type { PageCommand } from './page-command.js'

export interface FoundCommand {
  readonly command: PageCommand
  /** Letters of its text that answer the query. */
  readonly at: readonly number[]
}

/** How much a recent command is preferred to one that answers as well: less than a better match. */
const RECENT_BONUS = 20

/**
 * The best `limit` commands for the query, best first; what answers equally well keeps its order. `recent` are ids, newest first: without a
 * query they lead.
 */
export function findCommands(
  query: string,
  commands: readonly PageCommand[],
  recent: readonly string[],
  limit: number,
): FoundCommand[] {
  const isAsked = query.trim() !== ''
  return commands
    .flatMap((command, order) => {
      const found = match(query, command)
      if (found === null) return []
      const age = recent.indexOf(command.id)
      const bonus = age < 0 ? 0 : isAsked ? RECENT_BONUS - age : 1000 - age
      return [{ command, at: found.at, score: found.score + bonus, order }]
    })
    .sort((a, b) => b.score - a.score || a.order - b.order)
    .slice(0, limit)
    .map(({ command, at }) => ({ command, at }))
}

/** By what it is called; other words it goes by count half, and mark no letters. */
function match(query: string, { text, also = '', detail = '' }: PageCommand) {
  const own = fuzzyMatch(query, text)
  const others = [also, detail].flatMap((words) => (words === '' ? [] : (fuzzyMatch(query, words)?.score ?? [])))
  const other = others.length === 0 ? null : Math.max(...others) / 2
  if (own !== null && (other === null || own.score >= other)) return own
  return other === null ? null : { score: other, at: [] }
}
