/** Both forms of the protocol. */
export const CODECS = ['json', 'binary'] as const
export type Codec = (typeof CODECS)[number]
