import { describe, expect, it } from 'vitest'
import { variables } from './variables.js'

const byName = new Map(variables().map((row) => [row.name, row]))

describe('variables', () => {
  it('tells range, unit, default and limit out of the schema', () => {
    expect(byName.get('LIMIT_TOPICS')).toEqual({
      name: 'LIMIT_TOPICS',
      group: 'Limits',
      description: 'Topics of one connection, one poll, and one `/snapshot`.',
      accepts: '1 to 100,000 topics',
      default: '500',
      shownDefault: '`500`',
      atLimit: 'further topics are rejected with `tooManyTopics`',
    })
    expect(byName.get('RECORDING_LOOP')).toMatchObject({ accepts: '`true`, `false`', default: 'true' })
    expect(byName.get('SOURCE')).toMatchObject({ accepts: '`simulated`, `recorded`, `kafka`', default: null })
  })

  it('documents each: a sentence, what it accepts, a default', () => {
    for (const row of byName.values()) {
      expect(row.description, row.name).toMatch(/^[A-Z`].*\.$/)
      expect(row.accepts, row.name).not.toBe('')
      expect(row.accepts, row.name).not.toBe('0 to 0')
      expect(row.shownDefault, row.name).not.toBe('``')
    }
  })

  it('gives a limit on time or size its unit', () => {
    for (const { name, accepts } of byName.values())
      if (/_(MS|BYTES|PER_SECOND)$/.test(name)) expect(accepts, name).toMatch(/ (ms|bytes|messages\/s)$/)
  })
})
