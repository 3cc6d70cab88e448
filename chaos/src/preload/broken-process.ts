/**
 * Loaded by `--import` in front of a gateway, never part of it: on SIGUSR2 the file that `?orders=` of its own address names says how far
 * the wall clock is wrong from then on, and for how long the event loop is to be blocked.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** What the file holds, as JSON. */
export interface Orders {
  readonly clockOffMs: number
  readonly blockMs: number
}

const file = new URL(import.meta.url).searchParams.get('orders')
const RealDate = Date
let offMs = 0

class WrongDate extends RealDate {
  constructor(...args: [] | [value: number | string | Date]) {
    if (args.length === 0) super(RealDate.now() + offMs)
    else super(...args)
  }
  static override now(): number {
    return RealDate.now() + offMs
  }
}

function obey(): void {
  if (file === null) return
  const { clockOffMs, blockMs } = JSON.parse(readFileSync(fileURLToPath(file), 'utf8')) as Orders
  offMs = clockOffMs
  const untilMs = performance.now() + blockMs
  while (performance.now() < untilMs);
}

if (file !== null) {
  globalThis.Date = WrongDate as DateConstructor
  process.on('SIGUSR2', obey)
}
