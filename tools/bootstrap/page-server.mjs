/** Vite's development server for the dashboard, with everything that is not a page passed on to the gateway named by the first argument. */
import { join } from 'node:path'
import { createServer } from 'vite'
import { root } from './repository.mjs'

const gateway = process.argv[2]
if (gateway === undefined) throw new Error('page-server.mjs needs the address of the gateway')
const endpoints = ['/sse', '/poll', '/snapshot', '/api', '/healthz', '/readyz', '/metrics', '/version.json']
const proxy = Object.fromEntries(endpoints.map((path) => [path, gateway]))

const server = await createServer({
  root: join(root, 'dashboard'),
  server: { proxy: { ...proxy, '/ws': { target: gateway, ws: true } } },
})
await server.listen()
server.printUrls()
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.once(signal, () => server.close().finally(() => process.exit(0)))
}
