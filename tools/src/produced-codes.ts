export interface TestFile {
  readonly name: string
  readonly text: string
}

/** A table of codes, and how a test goes through all of them at once, if one does. */
export interface CodeTable {
  readonly name: string
  readonly codes: readonly string[]
  /** Source text of a loop over the whole table. */
  readonly allAtOnce: string
}

/** Codes that no test of a gateway produces, as `table code`: neither by its name in quotes nor by a loop over its table. */
export function unproducedCodes(tables: readonly CodeTable[], tests: readonly TestFile[]): readonly string[] {
  return tables.flatMap(({ name, codes, allAtOnce }) => {
    if (tests.some(({ text }) => text.includes(allAtOnce))) return []
    return codes
      .filter((code) => !tests.some(({ text }) => new RegExp(`['"\`]${code}['"\`]`).test(text)))
      .map((code) => `${name} ${code}`)
  })
}
