import { goProgram } from './go-program.js'

/** The load generator; building it takes about a minute, once. */
export const k6 = goProgram({ name: 'k6 v2.2.0', folder: 'k6', package: 'go.k6.io/k6/v2' })
