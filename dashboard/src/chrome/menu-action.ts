/** Something that can be done now, as a menu, the palette and the keyboard offer it. */
export interface MenuAction {
  readonly id: string
  readonly text: string
  /** The keys that do the same, e.g. `Ctrl+Z`. */
  readonly keys?: string
  readonly isDisabled?: boolean
  run(): void
}
