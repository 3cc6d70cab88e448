import { describe, expect, it } from 'vitest'
import { closingLine, isGreen, tally } from './closing-line.mjs'

const passed = { status: 'passed' } as const
const failed = { status: 'failed' } as const
const skipped = { status: 'skipped' } as const

describe('tally', () => {
  it('counts tests over all files', () => {
    const report = {
      testResults: [
        { name: 'a', status: 'passed', assertionResults: [passed, passed] },
        { name: 'b', status: 'failed', assertionResults: [passed, failed] },
      ],
    } as const
    expect(closingLine(tally(report, 1))).toBe('3 passed, 1 failed')
    expect(isGreen(tally(report, 1))).toBe(false)
  })

  it('counts a file that does not load as one failure', () => {
    const report = { testResults: [{ name: 'a', status: 'failed', assertionResults: [] }] } as const
    expect(closingLine(tally(report, 1))).toBe('0 passed, 1 failed')
  })

  it('counts a failed hook as a failure beside the tests it kept from running', () => {
    const report = { testResults: [{ name: 'a', status: 'failed', assertionResults: [skipped, skipped] }] } as const
    expect(closingLine(tally(report, 1))).toBe('0 passed, 1 failed, 2 skipped')
  })

  it('is not green when the runner failed although every test passed', () => {
    const report = { testResults: [{ name: 'a', status: 'passed', assertionResults: [passed] }] } as const
    expect(closingLine(tally(report, 1))).toBe('1 passed, 1 failed')
    expect(isGreen(tally(report, 0))).toBe(true)
  })

  it('is not green when nothing ran, when there is no report, or when something was skipped', () => {
    expect(isGreen(tally({ testResults: [] }, 0))).toBe(false)
    expect(isGreen(tally(null, 0))).toBe(false)
    const report = { testResults: [{ name: 'a', status: 'passed', assertionResults: [passed, skipped] }] } as const
    expect(isGreen(tally(report, 0))).toBe(false)
  })
})
