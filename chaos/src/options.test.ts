import { describe, expect, it } from 'vitest'
import { parseOptions, USAGE } from './options.js'

describe('parseOptions', () => {
  it('reads what is given, and has a default for the rest', () => {
    expect(parseOptions([])).toMatchObject({ seeds: 1, from: 1, faults: 4, only: [], isFull: false, hasKept: true })
    const args = ['--seeds', '20', '--from', '7', '--only', 'diskFull', '--full', '--no-kept', '--plan']
    expect(parseOptions(args)).toMatchObject({
      ...{ seeds: 20, from: 7, only: ['diskFull'], isFull: true, hasKept: false, isPlan: true },
      ...{ json: null, keep: null },
    })
  })

  it.each([
    [['--seeds', 'many'], '--seeds'],
    [['--from', '0'], '--from'],
    [['--faults', '1.5'], '--faults'],
    [['--only', 'fire'], '--only fire'],
    [['--sedes', '1'], '--sedes'],
  ])('refuses %j', (args, said) => {
    expect(() => parseOptions(args)).toThrow(said)
  })

  it('asks for no run where only the usage is wanted, which names every option', () => {
    expect(parseOptions(['--help'])).toBeNull()
    for (const option of [
      '--seeds',
      '--from',
      '--faults',
      '--only',
      '--full',
      '--no-kept',
      '--plan',
      '--keep',
      '--json',
    ])
      expect(USAGE).toContain(option)
  })
})
