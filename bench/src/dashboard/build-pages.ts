import { join } from 'node:path'
import { repositoryRoot } from '@tickwall/tools'

/** Builds the plain pages of `bench/pages`, as anybody would: Vite, production, minified. */
export async function buildPages(outDir: string): Promise<void> {
  const [{ build }, { default: vue }] = await Promise.all([import('vite'), import('@vitejs/plugin-vue')])
  const root = join(repositoryRoot, 'bench/pages')
  await build({
    root,
    base: '/plain/',
    configFile: false,
    logLevel: 'error',
    plugins: [vue()],
    resolve: {
      alias: [{ find: /^@tickwall\/(protocol|client)$/, replacement: `${repositoryRoot}/$1/src/index.ts` }],
    },
    define: { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false' },
    build: {
      ...{ outDir, emptyOutDir: true, target: 'es2022', modulePreload: { polyfill: false } },
      rolldownOptions: { input: ['candles.html', 'table.html'].map((page) => join(root, page)) },
    },
  })
}
