import { describe, expect, it } from 'vitest'
import { bar } from '../report/index.js'
import { htmlReport } from './html-report.js'
import { drawLines, stacked } from './line-chart.js'

const chart = {
  title: 'Memory <MiB>',
  lines: [{ name: 'gateway-1', points: [0, 1, 2].map((i) => ({ atMs: i * 60_000, value: 100 + i })) }],
}

describe('htmlReport', () => {
  const report = {
    ...{ date: '2026-11-21', machine: '2 × Some processor', command: 'npm run load -- steady', runs: 1 },
    bars: [bar('told', 1, '', 'lower'), bar('age & gaps', 800, 'ms', 'lower', 700), bar('none', NaN, '', 'lower', 1)],
    remarks: ['<b>'],
  }
  const html = htmlReport('steady', report, [chart])

  it('is one page: bounded figures first, what is missed marked, charts within, nothing to be fetched', () => {
    expect(html.indexOf('age &amp; gaps')).toBeLessThan(html.indexOf('told'))
    expect(html).toContain('2 missed.')
    expect(html).toContain('not measured')
    expect(html).toContain('<svg')
    expect(html).not.toMatch(/\b(src|href)=/)
  })
  it('takes texts for texts', () => expect(html).not.toContain('<b>'))
})

describe('drawLines', () => {
  it('draws a line for each, without a hole in its numbers', () => {
    const svg = drawLines(chart)
    expect(svg.match(/stroke-width="1.5"/g)).toHaveLength(1)
    expect(svg).not.toContain('NaN')
    expect(drawLines({ title: 'nothing', lines: [] })).not.toMatch(/NaN|Infinity/)
  })
  it('stacks', () => expect(stacked([chart, chart]).match(/<svg /g)).toHaveLength(3))
})
