import { grantRate, type Rate } from '@tickwall/protocol'
import type { Access } from '../guard/access.js'
import { capped } from './slow-pace.js'

/** The slower of a granted rate and what the access permits, which is rounded down to the ladder like any other. */
export const permittedRate = (rate: Rate, { maxHz }: Access): Rate => {
  const fastest = maxHz === null ? null : grantRate(maxHz)
  return fastest === 'raw' ? rate : capped(rate, fastest)
}
