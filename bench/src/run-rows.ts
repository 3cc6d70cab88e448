import type { Bar } from './report/report.js'
import type { Row, RowContext } from './row.js'

export interface Results {
  readonly bars: readonly Bar[]
  readonly remarks: readonly string[]
  /** Rows that could not be measured. */
  readonly failed: readonly string[]
}

/** Measures one row after the other; one that fails is remarked on and stops no other. */
export async function runRows(rows: readonly Row[], given: Omit<RowContext, 'remark'>): Promise<Results> {
  const bars: Bar[] = []
  const remarks = new Set<string>()
  const context: RowContext = { ...given, remark: (sentence) => void remarks.add(sentence) }
  const failed: string[] = []
  for (const { name, measure } of rows) {
    context.say(`${name} …`)
    try {
      bars.push(...(await measure(context)))
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      failed.push(name)
      remarks.add(`Row \`${name}\` failed: ${why}`)
      context.say(`${name} failed: ${error instanceof Error ? (error.stack ?? why) : why}`)
    }
  }
  return { bars, remarks: [...remarks], failed }
}
