import { rows } from './rows.js'
import { runBenchmark } from './run-benchmark.js'

/** `npm run bench`: see README.md. */
await runBenchmark('npm run bench', rows, { runs: 5, seconds: 5 })
