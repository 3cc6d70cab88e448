import { goProgram } from './go-program.js'

/** Docker Compose's own loader as a program: prints a compose file resolved, or why it is not valid. */
export const composeCheck = goProgram({ name: 'compose-check', folder: 'compose-check', package: '.' })
