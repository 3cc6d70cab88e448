import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('.', import.meta.url))

/** Tests read the sources of our packages, so that a test never runs against a stale build. */
const sources = [
  { find: /^@tickwall\/(protocol|client|tools)$/, replacement: `${root}$1/src/index.ts` },
  { find: '@tickwall/tools/report.js', replacement: `${root}tools/src/report/index.ts` },
  { find: /^@tickwall\/bench\/(.+)\.js$/, replacement: `${root}bench/src/$1.ts` },
  { find: /^@tickwall\/backend\/(.+)\.js$/, replacement: `${root}backend/src/$1.ts` },
]

const everywhere = ['**/node_modules/**', '**/dist/**', '**/.cache/**']
const integration = ['*/test/{integration,contract}/**/*.test.ts', '**/*.integration.test.ts']
const browser = ['**/*.browser.test.ts']
const setupFiles = [`${root}vitest.setup.ts`]
/** A machine that is busy with something else fails no test that is right. */
const unitTimeout = 60_000

export default defineConfig({
  test: {
    passWithNoTests: false,
    projects: [
      {
        resolve: { alias: sources },
        test: {
          name: 'unit',
          setupFiles,
          testTimeout: unitTimeout,
          include: ['{protocol,client,backend,tools,loadtest,bench,chaos,examples}/**/*.test.ts'],
          exclude: [...everywhere, ...integration, ...browser],
          sequence: { groupOrder: 0 },
        },
      },
      {
        plugins: [vue()],
        resolve: { alias: sources },
        test: {
          name: 'dashboard',
          setupFiles,
          testTimeout: unitTimeout,
          environment: 'happy-dom',
          include: ['dashboard/**/*.test.ts'],
          exclude: [...everywhere, ...integration, ...browser],
          sequence: { groupOrder: 0 },
        },
      },
      {
        resolve: { alias: sources },
        test: {
          name: 'integration',
          include: integration,
          exclude: [...everywhere, ...browser],
          // Brokers, gateways and load generators measure time: one file at a time, after the units.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
      {
        resolve: { alias: sources },
        test: {
          name: 'browser',
          globalSetup: `${root}dashboard/test/browser/shared-parts.ts`,
          include: browser,
          exclude: everywhere,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
          // What a screen shows comes by itself: each condition is waited for, however busy the machine is.
          expect: { poll: { timeout: 30_000, interval: 50 } },
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
})
