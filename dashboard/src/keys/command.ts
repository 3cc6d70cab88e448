import { BAR_INTERVALS, type BarInterval } from '@tickwall/protocol'

/** What a key asks for, whatever is on the screen; who can answer it does. */
export type Command =
  | { readonly name: 'search'; readonly text: string }
  | { readonly name: 'moveRow'; readonly by: number }
  | { readonly name: 'openChart' }
  | { readonly name: 'interval'; readonly interval: BarInterval }
  | { readonly name: 'live' }
  | { readonly name: 'help' }
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
  if ((ctrlKey || metaKey) && !altKey && key.toLowerCase() === 'k') return { name: 'search', text: '' }
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
    case '?':
      return { name: 'help' }
    default:
      return typedCommand(key)
  }
}

function typedCommand(key: string): Command | null {
  if (/^\p{Letter}$/u.test(key)) return { name: 'search', text: key }
  const interval = /^[1-9]$/.test(key) ? BAR_INTERVALS[Number(key) - 1] : undefined
  return interval === undefined ? null : { name: 'interval', interval }
}
