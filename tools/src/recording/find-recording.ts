import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { cacheDir, repositoryRoot } from '../repository.js'
import { writeRecording } from './write-recording.js'

export const REAL_RECORDING = 'binance_20240808'
const SEED = 1

/** A recording to test with. */
export interface FoundRecording {
  readonly dir: string
  readonly name: string
  /** Whether the generator made it, because there is no real one. */
  readonly generated: boolean
}

/**
 * The real recording in the folder RECORDINGS or, without that, beside the clone in `../shared/data`; where it is missing, one that the
 * generator writes into the cache folder in the same format.
 */
export function findRecording(env: NodeJS.ProcessEnv = process.env): FoundRecording {
  const dir = resolve(repositoryRoot, env.RECORDINGS || '../shared/data')
  const isThere = ['trades', 'quotes'].every((kind) => existsSync(join(dir, `${REAL_RECORDING}_${kind}.csv.gz`)))
  if (isThere) return { dir, name: REAL_RECORDING, generated: false }
  const cached = join(cacheDir(env), 'recordings')
  return { dir: cached, name: writeRecording(cached, SEED), generated: true }
}
