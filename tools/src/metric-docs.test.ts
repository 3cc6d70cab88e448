import { describe, expect, it } from 'vitest'
import { metricsPage } from './metric-docs.js'

describe('metricsPage', () => {
  it('has one line a metric, with all values of its labels', () => {
    const page = metricsPage(
      new Map([
        ['tickwall_things_total', { type: 'counter', help: 'Things | parts', labels: { kind: ['a', 'b'] } }],
        ['tickwall_lag', { type: 'gauge', help: 'Lag', labels: { partition: { boundedBy: 'the partitions' } } }],
      ] as const),
    )
    expect(page).toContain('| `tickwall_things_total` | counter | Things \\| parts | `kind`: `a` `b` |')
    expect(page).toContain('| `tickwall_lag` | gauge | Lag | `partition`: (the partitions) |')
    expect(page).toContain('| `process_resident_memory_bytes` | Resident memory |')
  })
})
