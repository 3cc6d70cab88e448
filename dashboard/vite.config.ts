import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

const repository = fileURLToPath(new URL('..', import.meta.url))

/** The gateway that `npm run dev` talks to. */
const gateway = 'http://localhost:8080'

export default defineConfig({
  plugins: [vue()],
  // Sources, not builds: a change in the protocol or the link is seen at once and never stale.
  resolve: {
    alias: [{ find: /^@tickwall\/(protocol|client)$/, replacement: `${repository}$1/src/index.ts` }],
  },
  define: {
    __VUE_OPTIONS_API__: 'false',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    __VUE_I18N_FULL_INSTALL__: 'false',
    __VUE_I18N_LEGACY_API__: 'false',
    __INTLIFY_PROD_DEVTOOLS__: 'false',
    __INTLIFY_DROP_MESSAGE_COMPILER__: 'false',
  },
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    // Fonts and images stay files: a strict Content-Security-Policy need not allow data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // ECharts is known to be large; the budget test measures what matters, gzipped.
    chunkSizeWarningLimit: 800,
    rolldownOptions: {
      output: {
        codeSplitting: { groups: [{ name: 'echarts', test: /node_modules[\\/](echarts|zrender|tslib)[\\/]/ }] },
      },
    },
  },
  server: {
    proxy: Object.fromEntries([
      ['/ws', { target: gateway, ws: true }],
      ...['/api', '/snapshot', '/metrics', '/version.json', '/healthz', '/readyz'].map((path) => [path, gateway]),
    ]),
  },
})
