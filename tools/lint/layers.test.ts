import { fileURLToPath } from 'node:url'
import { ESLint } from 'eslint'
import tseslint from 'typescript-eslint'
import { describe, expect, it } from 'vitest'
import { importDirections } from './layers.js'

const cwd = fileURLToPath(new URL('../..', import.meta.url))
const lint = new ESLint({
  cwd,
  overrideConfigFile: true,
  overrideConfig: [
    { files: ['**/*.ts'], languageOptions: { parser: tseslint.parser as never } },
    ...importDirections,
  ] as never,
})

/** The rules that one import breaks in a file of that path. */
async function broken(filePath: string, from: string): Promise<(string | null)[]> {
  const [result] = await lint.lintText(`import { x } from '${from}'\nexport const y = x\n`, {
    filePath: `${cwd}/${filePath}`,
  })
  return result?.messages.map(({ ruleId }) => ruleId) ?? []
}

const refused = ['no-restricted-imports']

describe('import directions', () => {
  it.each([
    ['backend/src/market/probe.ts', '../session/session.js'],
    ['backend/src/market/probe.ts', '../lanes/lane.js'],
    ['backend/src/config/probe.ts', '../observe/metrics.js'],
    ['backend/src/market/deep/probe.ts', '../../gateway/app.js'],
    ['backend/src/gateway/probe.ts', '@tickwall/dashboard'],
    ['backend/src/gateway/probe.ts', '@tickwall/tools'],
    ['backend/src/main.ts', '../../bench/src/floor.js'],
    ['client/src/probe.ts', '@tickwall/backend'],
    ['protocol/src/probe.ts', '@tickwall/client'],
    ['loadtest/lib/probe.ts', '@tickwall/client'],
    ['chaos/src/probe.ts', '@tickwall/dashboard'],
    ['backend/src/main.ts', '@tickwall/chaos'],
    ['dashboard/src/link/probe.ts', '../views/trade.js'],
    ['dashboard/src/market/probe.ts', '../composables/use-quote.js'],
    ['dashboard/src/charts/probe.ts', '@tickwall/backend'],
  ])('%s may not import %s', async (file, from) => {
    expect(await broken(file, from)).toEqual(refused)
  })

  it.each([
    ['backend/src/session/probe.ts', '../market/market-store.js'],
    ['backend/src/session/probe.ts', '@tickwall/protocol'],
    ['backend/src/market/probe.ts', './fold.js'],
    ['backend/src/market/deep/probe.ts', '../fold.js'],
    ['client/src/probe.ts', '@tickwall/protocol'],
    ['dashboard/src/link/probe.ts', '@tickwall/client'],
    ['dashboard/src/views/probe.ts', '../market/board.js'],
    ['backend/src/market/probe.test.ts', '@tickwall/client'],
  ])('%s may import %s', async (file, from) => {
    expect(await broken(file, from)).toEqual([])
  })
})

describe('the environment', () => {
  const real = new ESLint({ cwd })

  it.each([
    ['backend/src/market/market-store.ts', 1],
    ['tools/src/repository.ts', 0],
  ])('read in %s is reported %i times', async (file, times) => {
    const text = 'export const port = process.env.PORT\n'
    const [result] = await real.lintText(text, { filePath: `${cwd}/${file}` })
    expect(result?.messages.filter(({ ruleId }) => ruleId === 'no-restricted-syntax')).toHaveLength(times)
  })
})
