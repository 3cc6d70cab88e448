import { describe, expect, it } from 'vitest'
import { fuzz } from './command.js'
import type { HistoryOptions } from './history.js'
import { PLANTS } from './plants.js'

async function run(args: readonly string[], options?: HistoryOptions) {
  const lines: string[] = []
  const code = await fuzz(args, (line) => lines.push(line), options)
  return { code, lines }
}

describe('npm run test:fuzz', () => {
  it('ends with 0 when every history holds', async () => {
    const { code, lines } = await run(['--seeds', '2', '--from', '5'])
    expect([code, lines.at(-1)]).toEqual([0, '2 histories, 0 failed'])
  }, 60_000)

  it('ends with 1, and tells each failing seed, the way to it, and how to repeat it', async () => {
    const plant = PLANTS['what was lost is not counted']
    const { code, lines } = await run(['--seeds', '1', '--from', '6', '--trace', '3'], plant && { plant })
    expect([code, lines.at(-1)]).toEqual([1, '1 histories, 1 failed'])
    const failure = lines.findIndex((line) => line.startsWith('\nseed 6: [LST3]'))
    expect(lines.slice(failure + 1, failure + 4).every((line) => /^ {2} *\d+ \S/.test(line))).toBe(true)
    expect(lines[failure + 4]).toBe('  repeat: npm run test:fuzz -- --from 6 --seeds 1')
    expect(lines).toContain('failing seeds: 6')
  }, 60_000)

  it('tells its options, and knows no others', async () => {
    expect(await run(['--help'])).toMatchObject({ code: 0, lines: [expect.stringContaining('--seeds N')] })
    await expect(run(['--seed', '5'])).rejects.toThrow('--seed')
    await expect(run(['--seeds', 'many'])).rejects.toThrow('whole number')
  })
})
