import { configureGlobal } from 'fast-check'

/**
 * Properties are tried with the same cases everywhere, so that a change that fails is the change that broke it. Others
 * are tried on purpose: `FC_SEED=7 npx vitest run --project unit`.
 */
configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 1) })
