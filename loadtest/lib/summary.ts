interface SummaryData {
  readonly metrics: {
    readonly [name: string]: {
      readonly values: { readonly [name: string]: number }
      readonly thresholds?: { readonly [expression: string]: { readonly ok: boolean } }
    }
  }
}

const round = (value: number): string => String(Math.round(value * 10) / 10)

/** The run as a few lines of text, and whole as JSON where SUMMARY names a file. */
export function summarise(title: string, data: SummaryData): Record<string, string> {
  const lines = [title]
  for (const [name, { values, thresholds = {} }] of Object.entries(data.metrics).sort(([a], [b]) =>
    a.localeCompare(b),
  )) {
    const failed = Object.entries(thresholds).filter(([, { ok }]) => !ok)
    const shown = ['count', 'value', 'med', 'p(95)', 'p(99)', 'max'].filter((key) => values[key] !== undefined)
    if (shown.length === 0) continue
    const figures = shown.map((key) => `${key} ${round(values[key] as number)}`).join(', ')
    const verdict =
      Object.keys(thresholds).length === 0
        ? ''
        : failed.length === 0
          ? '  ✓'
          : `  ✗ ${failed.map(([e]) => e).join(' ')}`
    lines.push(`  ${name}: ${figures}${verdict}`)
  }
  const file = __ENV.SUMMARY
  return {
    stdout: `${lines.join('\n')}\n`,
    ...(file === undefined || file === '' ? {} : { [file]: JSON.stringify(data, null, 2) }),
  }
}
