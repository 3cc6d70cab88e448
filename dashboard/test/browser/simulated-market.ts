/** Seldom enough that a figure stands still for a moment, often enough that prices are always seen to move. */
const TICKS_PER_SECOND = 900
const SEED = 7

/** Environment of a gateway on a seeded market. */
export const simulatedMarket = {
  SOURCE: 'simulated',
  SIMULATED_SEED: String(SEED),
  SIMULATED_RATE: String(TICKS_PER_SECOND),
  LOG_LEVEL: 'error',
} as const

/** Patience with its start, below that of vitest's hooks: seconds as a rule, a minute on a machine that does twenty things at once. */
export const START_MS = 150_000
