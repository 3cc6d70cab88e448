import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseLoadCommand } from './load-options.js'

describe('parseLoadCommand', () => {
  it('reads a scenario and its parameters', () => {
    const command = parseLoadCommand(
      'ramp --connections 5000 --topics 20 --max-hz 2 --seconds 30 --set STEP=500 --json out.json'.split(' '),
    )
    expect(command).toMatchObject({ kind: 'run', scenario: 'ramp' })
    if (command.kind !== 'run') throw new Error('not a run')
    expect(command.options).toMatchObject({
      url: null,
      parameters: { CONNECTIONS: '5000', TOPICS: '20', MAX_HZ: '2', SECONDS: '30', STEP: '500' },
      json: resolve('out.json'),
      html: null,
    })
  })
  it('reads a coordinator, which needs an address that all machines reach', () => {
    expect(
      parseLoadCommand('coordinate steady --machines 3 --connections 9000 --url http://10.0.0.1:8080'.split(' ')),
    ).toMatchObject({
      ...{ kind: 'coordinate', scenario: 'steady', machines: 3, port: 7070, host: '127.0.0.1', connections: 9000 },
    })
    expect(() => parseLoadCommand(['coordinate', 'steady'])).toThrow('--url')
  })
  it('reads two reports to compare', () =>
    expect(parseLoadCommand(['compare', 'a.json', 'b.json'])).toEqual({
      ...{ kind: 'compare', earlier: resolve('a.json'), later: resolve('b.json') },
    }))
  it('helps where nothing is named', () => {
    expect(parseLoadCommand([]).kind).toBe('help')
    expect(parseLoadCommand(['--help']).kind).toBe('help')
  })
  it.each([
    [['ramp', '--connections', 'many']],
    [['ramp', '--connections', '0']],
    [['ramp', '--set', 'STEP']],
    [['ramp', '--nonsense']],
    [['ramp', 'steady']],
    [['compare', 'a.json']],
  ])('refuses %j', (args) => expect(() => parseLoadCommand(args)).toThrow())
})
