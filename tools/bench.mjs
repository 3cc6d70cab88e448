/** `npm run bench`: figures side by side; bench/README.md says how to read them. `CENTRIFUGO_BIN` names a binary to compare with. */
import { resolve } from 'node:path'
import { benchmarks, ensureBuilt, testing } from './bootstrap/build.mjs'
import { forwardSignals, runNode } from './bootstrap/children.mjs'
import { ensureInstalled } from './bootstrap/install.mjs'
import { main } from './bootstrap/main.mjs'

await main(async () => {
  forwardSignals()
  await ensureInstalled()
  await ensureBuilt([...testing, benchmarks], { keepOld: true })
  const { CENTRIFUGO_BIN } = process.env
  const peer = CENTRIFUGO_BIN ? [`--centrifugo=${resolve(CENTRIFUGO_BIN)}`] : []
  return runNode(['bench/dist/main.js', ...process.argv.slice(2), ...peer])
})
