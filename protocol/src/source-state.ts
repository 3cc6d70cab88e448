/** Health of the gateway's own source. */
export type SourceState = 'live' | 'lost' | 'catchingUp'
