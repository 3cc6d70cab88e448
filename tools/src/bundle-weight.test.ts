import { describe, expect, it } from 'vitest'
import { bundleWeights } from './bundle-weight.js'

const html = `<script type="module" crossorigin src="/assets/index-a.js"></script>
  <link rel="modulepreload" crossorigin href="/assets/runtime-b.js">
  <link rel="stylesheet" crossorigin href="/assets/index-c.css">`
const built = {
  'assets/index-a.js': `import{a as b}from"./vendor-d.js";import"./side-e.js";const w=()=>import("./echarts-f.js");`,
  'assets/runtime-b.js': 'var x=1;export{x as t};',
  'assets/vendor-d.js': `import{t}from"./runtime-b.js";export*from"./deep-h.js";`,
  'assets/side-e.js': `import*as n from './index-a.js'`,
  'assets/deep-h.js': 'export const deep=1',
  'assets/echarts-f.js': `import{t}from"./runtime-b.js";`,
  'assets/wall-g.js': 'lazy',
}
const of = (files: Record<string, string>) => new Map(Object.entries(files))
const names = (files: Record<string, string>) =>
  bundleWeights(html, of(files), () => 1).map(({ name, files: weighed }) => [name, weighed])

describe('bundleWeights', () => {
  it('weighs what is imported at once, in turn and in a circle, and nothing that is loaded later', () => {
    expect(names(built)).toEqual([
      [
        'initial',
        ['assets/deep-h.js', 'assets/index-a.js', 'assets/runtime-b.js', 'assets/side-e.js', 'assets/vendor-d.js'],
      ],
      ['echarts', ['assets/echarts-f.js']],
    ])
  })

  it('counts ECharts as initial once it is imported at once', () => {
    const early = { ...built, 'assets/deep-h.js': 'import"./echarts-f.js"' }
    expect(names(early)[0]?.[1]).toContain('assets/echarts-f.js')
  })

  it('sums the sizes it is given', () => {
    const [initial, echarts] = bundleWeights(html, of(built), (content) => (content.includes('deep=1') ? 1000 : 10))
    expect(initial).toMatchObject({ bytes: 1040, limitBytes: 150_000 })
    expect(echarts).toMatchObject({ bytes: 10, limitBytes: 260_000 })
  })

  it('refuses a build that misses a part', () => {
    const { 'assets/vendor-d.js': _vendor, ...withoutVendor } = built
    expect(() => names(withoutVendor)).toThrow('assets/vendor-d.js')
    const { 'assets/echarts-f.js': _echarts, ...withoutEcharts } = built
    expect(() => names(withoutEcharts)).toThrow('ECharts')
    expect(() => bundleWeights('<p></p>', of(built), () => 1)).toThrow('no script')
  })
})
