import type { Bar } from './report/report.js'
import type { Row, RowContext } from './row.js'

export interface Results {
  readonly bars: readonly Bar[]
  readonly remarks: readonly string[]
  /** Rows that could not be measured. */
  readonly failed: readonly string[]
}

/** Measures one row after the other; one that fails is remarked on and stops no other. */
export async function runRows(rows: readonly Row[], context: RowContext): Promise<Results> {
  const bars: Bar[] = []
  const remarks: string[] = []
  const failed: string[] = []
  for (const { name, measure } of rows) {
    context.say(`${name} …`)
    try {
      const result = await measure(context)
      bars.push(...result.bars)
      remarks.push(...(result.remarks ?? []))
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      failed.push(name)
      remarks.push(`Row \`${name}\` failed: ${why}`)
      context.say(`${name} failed: ${error instanceof Error ? (error.stack ?? why) : why}`)
    }
  }
  return { bars, remarks, failed }
}
