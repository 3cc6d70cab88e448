import { dashboardRows } from './rows.js'
import { runBenchmark } from '../run-benchmark.js'

/** `npm run bench:dashboard`: see README.md. */
await runBenchmark('npm run bench:dashboard', dashboardRows, { runs: 3, seconds: 15 })
