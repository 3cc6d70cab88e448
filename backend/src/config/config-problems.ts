import { variables } from './variables.js'

/** The environment cannot be used: every bad variable with what it accepts, never the value it has. */
export class ConfigProblems extends Error {
  override readonly name = 'ConfigProblems'
  /** The bad variables, in the order of their checks, each once. */
  readonly variables: readonly string[]

  constructor(names: readonly string[]) {
    const rows = new Map(variables().map((row) => [row.name, row]))
    super(names.map((name) => `${name} must be: ${rows.get(name)?.accepts ?? 'absent'}`).join('\n'))
    this.variables = names
  }
}
