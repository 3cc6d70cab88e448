import { expect, it } from 'vitest'
import { faultLine, faultReport } from './fault-report.js'

const context = { panel: 'Chart', path: '/trade', build: 'b1', at: new Date(0), agent: 'browser' }

it('tells panel, view, build, time and where the fault arose', () => {
  const fault = new TypeError('no such series')
  fault.stack = 'TypeError: no such series\n    at draw (chart.js:1:2)'
  expect(faultReport(fault, context)).toBe(
    [
      'panel: Chart',
      'view: /trade',
      'build: b1',
      'time: 1970-01-01T00:00:00.000Z',
      'browser: browser',
      'fault: TypeError: no such series',
      'TypeError: no such series',
      '    at draw (chart.js:1:2)',
      '',
    ].join('\n'),
  )
})

it('takes anything that was thrown', () => {
  expect(faultReport('text', { ...context, build: null })).toContain('build: unknown\n')
  expect(faultReport(undefined, context)).toContain('fault: unknown: undefined\n')
  expect(faultLine(new RangeError('x'.repeat(500)))).toHaveLength(160)
  expect(faultLine(null)).toBe('null')
})
