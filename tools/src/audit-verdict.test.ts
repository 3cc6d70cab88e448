import { describe, expect, it } from 'vitest'
import { auditVerdict } from './audit-verdict.js'

const report = (vulnerabilities: object) => JSON.stringify({ auditReportVersion: 2, vulnerabilities })

describe('auditVerdict', () => {
  it('names the packages with a high or critical advisory', () => {
    const found = { a: { severity: 'low' }, b: { severity: 'high' }, c: { severity: 'critical' }, d: null }
    expect(auditVerdict(report(found))).toEqual({ verdict: 'vulnerable', packages: ['b', 'c'] })
  })

  it('is clean without one', () => {
    expect(auditVerdict(report({}))).toEqual({ verdict: 'clean' })
    expect(auditVerdict(report({ a: { severity: 'moderate' } }))).toEqual({ verdict: 'clean' })
  })

  it('takes no silence for a good answer', () => {
    for (const text of ['', 'null', '{"message":"405"}', '{"vulnerabilities":7}', 'npm error'])
      expect(auditVerdict(text)).toEqual({ verdict: 'unknown' })
  })
})
