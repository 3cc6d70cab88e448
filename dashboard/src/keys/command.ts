import { BAR_INTERVALS, type BarInterval } from '@tickwall/protocol'

/** What a key asks for, whatever is on the screen; who can answer it does. */
export type Command =
  | { readonly name: 'search'; readonly text: string }
  | { readonly name: 'moveRow'; readonly by: number }
  | { readonly name: 'openChart' }
  | { readonly name: 'interval'; readonly interval: BarInterval }
  | { readonly name: 'live' }
  | { readonly name: 'fullScreen' }

/** The part of a keyboard event that decides. */
export interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  /** The key goes into a text field, or belongs to a control that has its own use for it. */
  readonly isTaken: boolean
}

const PAGE_ROWS = 10

/** At the desk letters open the search; on a wall nothing is searched. */
export type Place = 'desk' | 'wall'

/** The command of a key press, or null; plain keys are never taken from someone who is typing. */
export function commandOf({ key, ctrlKey, metaKey, altKey, isTaken }: KeyPress, place: Place): Command | null {
  if (place === 'wall') {
    return key === 'f' && !ctrlKey && !metaKey && !altKey && !isTaken ? { name: 'fullScreen' } : null
  }
  if (isTaken || ctrlKey || metaKey || altKey) return null
  switch (key) {
    case 'ArrowDown':
      return { name: 'moveRow', by: 1 }
    case 'ArrowUp':
      return { name: 'moveRow', by: -1 }
    case 'PageDown':
      return { name: 'moveRow', by: PAGE_ROWS }
    case 'PageUp':
      return { name: 'moveRow', by: -PAGE_ROWS }
    case 'Enter':
      return { name: 'openChart' }
    case 'End':
      return { name: 'live' }
    default:
      return typedCommand(key)
  }
}

/** The keys of every command, for the help sheet: none can be added without saying how it is asked for. */
export const COMMAND_KEYS: Record<Command['name'], { readonly keys: readonly string[]; readonly place: Place }> = {
  search: { keys: ['A', '…', 'Z'], place: 'desk' },
  moveRow: { keys: ['↑', '↓'], place: 'desk' },
  openChart: { keys: ['Enter'], place: 'desk' },
  interval: { keys: ['1', '…', String(BAR_INTERVALS.length)], place: 'desk' },
  live: { keys: ['End'], place: 'desk' },
  fullScreen: { keys: ['F'], place: 'wall' },
}

function typedCommand(key: string): Command | null {
  if (/^\p{Letter}$/u.test(key)) return { name: 'search', text: key }
  const interval = /^[1-9]$/.test(key) ? BAR_INTERVALS[Number(key) - 1] : undefined
  return interval === undefined ? null : { name: 'interval', interval }
}
