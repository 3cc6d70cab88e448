/** Provisions everything the test suite needs; prints one line a part that was absent, and the time it all took. */
import { MissingPart } from './part.js'
import { allParts, provision } from './provision.js'

const startedAtMs = Date.now()
try {
  await provision(allParts, (part) => console.log(`Provisioning ${part.name} …`))
  console.log(`Provisioned in ${((Date.now() - startedAtMs) / 1000).toFixed(1)} s.`)
} catch (error) {
  console.error(error instanceof MissingPart ? `tickwall: ${error.message}` : error)
  process.exitCode = 1
}
