/** Where the fold of a partition begins, counted back from its newest record, never from the wall clock. */
export type BootstrapFrom = 'earliest' | 'previousSession' | { readonly ms: number }

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `earliest`, `previousSession`, or a count of minutes, hours or days. */
export const BOOTSTRAP_FROM = /^(earliest|previousSession|[1-9]\d{0,4}[mhd])$/

/** Takes only what `BOOTSTRAP_FROM` accepts. */
export function parseBootstrapFrom(spelled: string): BootstrapFrom {
  if (spelled === 'earliest' || spelled === 'previousSession') return spelled
  return { ms: Number(spelled.slice(0, -1)) * (UNIT_MS[spelled.slice(-1)] ?? 0) }
}
