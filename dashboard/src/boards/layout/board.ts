import type { Placement } from '../grid/placement.js'
import type { PanelConfig, PanelKind } from './panel-kinds.js'

export interface PanelOf<K extends PanelKind> extends Placement {
  readonly kind: K
  readonly config: PanelConfig<K>
}

/** A panel on a board: its place and, by its kind, its configuration. */
export type Panel = { [K in PanelKind]: PanelOf<K> }[PanelKind]

export interface Board {
  /** What an address calls it: lower-case letters, digits and dashes. */
  readonly id: string
  /** Empty for ready-made boards, which are named in the viewer's language. */
  readonly title: string
  /** Without overlap and inside the grid. */
  readonly panels: readonly Panel[]
}

export const LONGEST_TITLE = 60
/** More would neither fit a screen nor be painted at the rate they are read. */
export const MOST_PANELS = 40

export const isBoardId = (text: string): boolean => /^[a-z0-9][a-z0-9-]{0,39}$/.test(text)

/** An id made of a title; `board` where nothing of it may stand in an address. */
export function boardIdOf(title: string, taken: (id: string) => boolean): string {
  const plain = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 32)
  const base = isBoardId(plain) ? plain : 'board'
  for (let count = 1; ; count++) {
    const id = count === 1 ? base : `${base}-${String(count)}`
    if (!taken(id)) return id
  }
}
