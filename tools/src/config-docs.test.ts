import { describe, expect, it } from 'vitest'
import { configurationPage, environmentExample } from './config-docs.js'

const rows = [
  {
    name: 'PORT',
    group: 'Server',
    description: 'TCP port.',
    accepts: '0 to 65,535',
    default: '8080',
    shownDefault: '`8080`',
    atLimit: '0 takes a free one',
  },
  {
    name: 'SERVER_NAME',
    group: 'Server',
    description: 'Name of the gateway.',
    accepts: '1 to 64 letters',
    default: null,
    shownDefault: 'host name and process id',
    atLimit: null,
  },
  {
    name: 'SOURCE',
    group: 'Source',
    description: 'Where ticks come from.',
    accepts: '`a` | `b`',
    default: null,
    shownDefault: '`a`',
    atLimit: null,
  },
] as const

describe('configurationPage', () => {
  it('has one table a group and one line a variable', () => {
    const page = configurationPage(rows)
    expect(page.match(/^## .*$/gm)).toEqual(['## Server', '## Source'])
    expect(page).toContain('| `PORT` | TCP port. | 0 to 65,535 | `8080` | 0 takes a free one |')
    expect(page).toContain('| `SOURCE` | Where ticks come from. | `a` \\| `b` | `a` |  |')
  })
})

describe('environmentExample', () => {
  it('changes nothing when it is copied as it is', () => {
    for (const line of environmentExample(rows).split('\n')) expect(line === '' || line.startsWith('#')).toBe(true)
  })

  it('shows fixed defaults as values and others in words', () => {
    const example = environmentExample(rows)
    expect(example).toContain('#PORT=8080\n')
    expect(example).toContain(
      '# Name of the gateway. Accepts: 1 to 64 letters. Default: host name and process id.\n#SERVER_NAME=\n',
    )
  })
})
