/** Where the palette and the help sheet list a command. */
export const COMMAND_GROUPS = ['symbol', 'view', 'board', 'list', 'chart', 'alert', 'setting', 'action'] as const
export type CommandGroup = (typeof COMMAND_GROUPS)[number]

/** Something the page can do at this moment: found in the palette, listed by the help sheet where it has keys. */
export interface PageCommand {
  /** Unique and the same tomorrow: recent commands are remembered by it. */
  readonly id: string
  readonly group: CommandGroup
  /** What it is called, in the viewer's language. */
  readonly text: string
  /** Said beside it, weaker: a venue, the present value. */
  readonly detail?: string
  /** Further words it is found by. */
  readonly also?: string
  /** The chord that runs it: `?`, `Delete`, `Alt+R`, `Ctrl+Z` (which is ⌘Z as well). Plain keys are never taken from someone who types. */
  readonly keys?: string
  run(): void
}
