const RULE = /^- \[([A-Z]+[0-9]+)\] /gm
const INVARIANT = /^- \*\*(INV[0-9]+) /gm
const MARKED = /(<!-- table (\w+) -->\n)[^]*?(<!-- end -->)/g

/** Ids of the rules that the page states, in order. */
export const statedRules = (page: string): string[] => [...page.matchAll(RULE)].map(([, id]) => id ?? '')

/** Ids of the invariants that ARCHITECTURE.md states; tests may cite them too. */
export const statedInvariants = (page: string): string[] => [...page.matchAll(INVARIANT)].map(([, id]) => id ?? '')

/** The page with each marked table printed anew; a marker that no table is for stays as it is. */
export const withTables = (page: string, tables: ReadonlyMap<string, string>): string =>
  page.replace(MARKED, (whole, begin: string, name: string, end: string) => {
    const table = tables.get(name)
    return table === undefined ? whole : `${begin}\n${table}\n\n${end}`
  })

/** First cells of the table whose first column has this head, without their backquotes; empty when there is none. */
export function firstColumn(page: string, head: string): string[] {
  const lines = page.split('\n')
  const at = lines.findIndex((line) => line.startsWith(`| ${head} |`))
  if (at < 0) return []
  const rows = lines.slice(at + 2)
  const end = rows.findIndex((line) => !line.startsWith('|'))
  return rows.slice(0, end < 0 ? rows.length : end).map((row) => (row.split('|')[1] ?? '').trim().replaceAll('`', ''))
}

export interface Citation {
  readonly id: string
  /** Path of the test file, from the repository's root. */
  readonly file: string
}

export interface ProtocolFacts {
  readonly page: string
  /** The text of ARCHITECTURE.md. */
  readonly architecture: string
  readonly citations: readonly Citation[]
  readonly tables: ReadonlyMap<string, string>
  readonly fields: ReadonlyMap<string, readonly string[]>
}

/** Every way in which page, tests and code disagree, one sentence each; empty when they agree. */
export function protocolFaults({ page, architecture, citations, tables, fields }: ProtocolFacts): string[] {
  const stated = statedRules(page)
  const isStated = new Set(stated)
  const isCited = new Set(citations.map(({ id }) => id))
  const isKnown = new Set([...stated, ...statedInvariants(architecture)])
  const unknown = new Set(citations.filter(({ id }) => !isKnown.has(id)).map(({ id, file }) => `[${id}] in ${file}`))
  return [
    ...stated.filter((id, i) => stated.indexOf(id) !== i).map((id) => `[${id}] is stated twice.`),
    ...[...isStated].filter((id) => !isCited.has(id)).map((id) => `[${id}] is cited by no test.`),
    ...[...unknown].map(
      (citation) => `${citation} is no rule of docs/protocol.md and no invariant of ARCHITECTURE.md.`,
    ),
    ...[...tables.keys()]
      .filter((name) => !page.includes(`<!-- table ${name} -->`))
      .map((name) => `The table ${name} has no place in the page.`),
    ...(withTables(page, tables) === page ? [] : ['A table of the page differs from the code.']),
    ...[...fields]
      .filter(([head, names]) => firstColumn(page, head).join() !== names.join())
      .map(([head]) => `The table "${head}" does not name the fields of the code in their order.`),
  ]
}
