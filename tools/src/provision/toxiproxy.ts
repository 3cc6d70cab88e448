import { goProgram } from './go-program.js'

/** The proxy that delays, slows, cuts and silences connections; building it takes some seconds, once. */
export const toxiproxy = goProgram({
  name: 'Toxiproxy v2.5.0',
  folder: 'toxiproxy',
  package: 'github.com/Shopify/toxiproxy/v2/cmd/server',
})
