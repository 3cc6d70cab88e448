/** `npm run dev`: compiles, restarts the gateway and reloads the page on every change, until Ctrl-C. */
import { join } from 'node:path'
import { addressOf } from './bootstrap/address.mjs'
import { ensureBuilt, product } from './bootstrap/build.mjs'
import { callerEnv } from './bootstrap/caller-env.mjs'
import { endChildren, forwardSignals, runNode } from './bootstrap/children.mjs'
import { ensureInstalled } from './bootstrap/install.mjs'
import { main } from './bootstrap/main.mjs'
import { root } from './bootstrap/repository.mjs'

await main(async () => {
  forwardSignals()
  await ensureInstalled()
  await ensureBuilt(product)
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const env = callerEnv()
  const gateway = addressOf(env) ?? 'http://localhost:8080'
  const servers = [
    runNode([tsc, '-b', '--watch', '--preserveWatchOutput', 'protocol', 'client', 'backend']),
    runNode(['--watch', '--watch-preserve-output', 'backend/dist/main.js'], { env }),
    runNode(['tools/bootstrap/page-server.mjs', gateway]),
  ]
  // None of them ends by itself: the first that does takes the others along.
  const code = await Promise.race(servers)
  endChildren()
  await Promise.all(servers)
  return code
})
