import { describe, expect, it } from 'vitest'
import { isInstalled } from './install.mjs'

const wanted = {
  packages: {
    '': {},
    backend: { version: '0.1.0' },
    'node_modules/@tickwall/backend': { resolved: 'backend', link: true },
    'node_modules/ws': { version: '8.23.0' },
    'backend/node_modules/rxjs': { version: '7.8.2' },
    'node_modules/other-platform': { version: '1.0.0', optional: true },
  },
}
const installed = {
  packages: {
    'node_modules/@tickwall/backend': { resolved: 'backend', link: true },
    'node_modules/ws': { version: '8.23.0' },
    'backend/node_modules/rxjs': { version: '7.8.2' },
  },
}

describe('isInstalled', () => {
  it('is content when only optional packages are absent', () => {
    expect(isInstalled(wanted, installed)).toBe(true)
  })

  it.each(['node_modules/@tickwall/backend', 'node_modules/ws', 'backend/node_modules/rxjs'])('misses %s', (path) => {
    const packages = Object.fromEntries(Object.entries(installed.packages).filter(([each]) => each !== path))
    expect(isInstalled(wanted, { packages })).toBe(false)
  })

  it('sees another version', () => {
    expect(isInstalled(wanted, { packages: { ...installed.packages, 'node_modules/ws': { version: '8.22.0' } } })).toBe(
      false,
    )
  })
})
