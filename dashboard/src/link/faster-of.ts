import type { Rate } from '@tickwall/protocol'

/** The faster of two rates; `raw` is the fastest. */
export const fasterOf = (a: Rate, b: Rate): Rate => (a === 'raw' || b === 'raw' ? 'raw' : Math.max(a, b))
