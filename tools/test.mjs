/** `npm test`: sets up everything and runs the whole suite; `npm test -- <path>` runs a part of it. */
import { forwardSignals } from './bootstrap/children.mjs'
import { main } from './bootstrap/main.mjs'
import { prepareTests, runSuite } from './bootstrap/suite.mjs'

await main(async () => {
  forwardSignals()
  await prepareTests()
  return runSuite(process.argv.slice(2))
})
