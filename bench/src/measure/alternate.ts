/**
 * Measures each of some variants once a run, in turn, so that a machine that drifts hits all alike. A variant is given what
 * was measured before it in the same run.
 */
export async function alternate<Name extends string, Outcome>(
  runs: number,
  variants: readonly Name[],
  measure: (variant: Name, run: number, sofar: Partial<Record<Name, Outcome>>) => Promise<Outcome>,
): Promise<Record<Name, Outcome[]>> {
  const outcomes = Object.fromEntries(variants.map((variant) => [variant, []])) as unknown as Record<Name, Outcome[]>
  for (let run = 1; run <= runs; run++) {
    const sofar: Partial<Record<Name, Outcome>> = {}
    for (const variant of variants) {
      const measured = await measure(variant, run, sofar)
      sofar[variant] = measured
      outcomes[variant].push(measured)
    }
  }
  return outcomes
}
