/** `npm start`: installs what is missing, builds what is stale, then serves dashboard and gateway until Ctrl-C. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt, product } from './bootstrap/build.mjs'
import { forwardSignals, runNode } from './bootstrap/children.mjs'
import { ensureInstalled } from './bootstrap/install.mjs'
import { main } from './bootstrap/main.mjs'
import { root } from './bootstrap/repository.mjs'

await main(async () => {
  forwardSignals()
  await ensureInstalled()
  await ensureBuilt(product, { keepOld: true })
  const environment = existsSync(join(root, '.env')) ? ['--env-file=.env'] : []
  // It says where it serves when it is ready.
  return runNode([...environment, 'backend/dist/main.js'])
})
