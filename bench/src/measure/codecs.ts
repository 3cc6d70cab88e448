import { chooseSubprotocol } from '@tickwall/backend/gateway/subprotocol.js'
import { SUBPROTOCOLS } from '@tickwall/protocol'

export type Codec = 'json' | 'binary'

/** What the measured gateway speaks. */
export const codecs = (['json', 'binary'] as const satisfies readonly Codec[]).filter(
  (codec) => chooseSubprotocol(SUBPROTOCOLS[codec]) === SUBPROTOCOLS[codec],
)

/** Said where a row has no figure for a codec; empty when it has. */
export const unspoken = (row: string): string[] =>
  codecs.length === 2 ? [] : [`Row \`${row}\` has no binary figures: this gateway speaks JSON only.`]
