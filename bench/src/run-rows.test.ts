import { describe, expect, it } from 'vitest'
import { bar } from './report/report.js'
import type { Row, RowContext } from './row.js'
import { runRows } from './run-rows.js'

const context: Omit<RowContext, 'remark'> = {
  runs: 1,
  seconds: 1,
  scale: 1,
  profile: null,
  centrifugo: null,
  say: () => undefined,
}
const good = (name: string): Row => ({
  name,
  measure: (rowContext) => {
    rowContext.remark(`${name} is well`)
    rowContext.remark('the machine is busy')
    return Promise.resolve([bar(name, 1, '', 'lower')])
  },
})

describe('runRows', () => {
  it('goes on after a row that fails, and says why it has no figures', async () => {
    const bad: Row = { name: 'bad', measure: () => Promise.reject(new Error('no broker')) }
    const { bars, remarks, failed } = await runRows([good('a'), bad, good('b')], context)
    expect(bars.map(({ name }) => name)).toEqual(['a', 'b'])
    expect(failed).toEqual(['bad'])
    expect(remarks).toEqual(['a is well', 'the machine is busy', 'Row `bad` failed: no broker', 'b is well'])
  })
})
