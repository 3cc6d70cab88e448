/** `npm start`: installs what is missing, builds what is stale, then serves dashboard and gateway until Ctrl-C. */
import { ensureBuilt, product } from './bootstrap/build.mjs'
import { callerEnv } from './bootstrap/caller-env.mjs'
import { forwardSignals, runNode } from './bootstrap/children.mjs'
import { ensureInstalled } from './bootstrap/install.mjs'
import { main } from './bootstrap/main.mjs'

await main(async () => {
  forwardSignals()
  await ensureInstalled()
  await ensureBuilt(product, { keepOld: true })
  // It says where it serves when it is ready.
  return runNode(['backend/dist/main.js'], { env: callerEnv() })
})
