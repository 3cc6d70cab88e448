import { describe, expect, it } from 'vitest'
import { citedRules } from './cited-rules.js'
import { firstColumn, protocolFaults, statedRules, withTables } from './protocol-page.js'

const page = `# Page
See [A9] for more.
- [A1] The first rule,
  which goes on with [A2] in its text.
- [B10] Another.

<!-- table codes -->

| code |
| --- |
| 1 |

<!-- end -->

| field of \`x\` | meaning |
| --- | --- |
| \`last\` | price |
| \`bid\` | best \\| bid |

Text.
`
const codes = '| code |\n| --- |\n| 1 |'
const agreeing = {
  page,
  architecture: '- **INV1 One topic, one partition.** And so on; see **INV2**.\n',
  citations: [
    { id: 'A1', file: 'a.test.ts' },
    { id: 'B10', file: 'b.test.ts' },
    { id: 'INV1', file: 'b.test.ts' },
  ],
  tables: new Map([['codes', codes]]),
  fields: new Map([['field of `x`', ['last', 'bid']]]),
}

describe('citedRules', () => {
  it('reads the titles of tests, in every form', () => {
    const source = [
      "it('[A1] one', () => {})",
      "test.concurrent('[A2] [A3] two', () => {})",
      "it.each([1, 2])('[A4] each %i', () => {})",
      "it.each`a\n${1}`('[A5] tagged', () => {})",
      "it.runIf(true).each([[1]])(\n  '[A6] over two lines', () => {})",
      'it(`[A7] a ${name} and [A8]`, () => {})',
      "describe('group', () => { it('a' + ' [A9]', () => {}) })",
    ].join('\n')
    expect(citedRules('x.test.ts', source)).toEqual(['A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'A7', 'A8', 'A9'])
  })

  it('takes no comment, code, group or other call for a title', () => {
    const source = [
      "// it('[A1] no', () => {})",
      "describe('[A2] no', () => {})",
      "expect(list[A3]).toBe('[A3]')",
      "visit('[A4] no')",
      "it('yes', () => { log('[A5]') })",
      "it.each(['[A6]'])('no', () => {})",
      "it('[a7] [7] [A] [A-8] A9', () => {})",
    ].join('\n')
    expect(citedRules('x.test.ts', source)).toEqual([])
  })
})

describe('the page', () => {
  it('states the rules that begin a list item, and no others', () => {
    expect(statedRules(page)).toEqual(['A1', 'B10'])
  })

  it('gets its tables printed between their markers, again and again', () => {
    const stale = page.replace('| 1 |', '| 2 |')
    expect(withTables(stale, agreeing.tables)).toBe(page)
    expect(withTables(page.replace(codes, ''), agreeing.tables)).not.toContain('\n\n\n\n')
    expect(withTables(page, agreeing.tables)).toBe(page)
    expect(withTables(page, new Map())).toBe(page)
  })

  it('gives the first column of a table', () => {
    expect(firstColumn(page, 'field of `x`')).toEqual(['last', 'bid'])
    expect(firstColumn(page, 'nothing')).toEqual([])
  })
})

describe('protocolFaults', () => {
  it('finds nothing where page, tests and code agree', () => {
    expect(protocolFaults(agreeing)).toEqual([])
  })

  it.each([
    ['[B10] is cited by no test.', { citations: agreeing.citations.slice(0, 1) }],
    [
      '[C1] in c.test.ts is no rule of docs/protocol.md and no invariant of ARCHITECTURE.md.',
      { citations: [...agreeing.citations, { id: 'C1', file: 'c.test.ts' }, { id: 'C1', file: 'c.test.ts' }] },
    ],
    [
      '[INV1] in b.test.ts is no rule of docs/protocol.md and no invariant of ARCHITECTURE.md.',
      { architecture: 'Nothing.' },
    ],
    ['[A1] is stated twice.', { page: `${page}- [A1] Again.\n` }],
    ['A table of the page differs from the code.', { tables: new Map([['codes', codes.replace('1', '2')]]) }],
    ['The table notices has no place in the page.', { tables: new Map([...agreeing.tables, ['notices', codes]]) }],
    [
      'The table "field of `x`" does not name the fields of the code in their order.',
      { fields: new Map([['field of `x`', ['bid', 'last']]]) },
    ],
  ])('finds: %s', (fault, change) => {
    expect(protocolFaults({ ...agreeing, ...change })).toEqual([fault])
  })
})
