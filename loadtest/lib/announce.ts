import type { Setup } from './crowd.ts'
import { say } from './say.ts'

/** Tells the runner, which reads what k6 prints, when the run starts and what is planned: `plan startAtMs=… slow=…`. */
export function announce(found: Setup, plan: Readonly<Record<string, number>>): Setup {
  const entries = Object.entries({ startAtMs: found.startAtMs, ...plan })
  say(`plan ${entries.map(([name, value]) => `${name}=${value}`).join(' ')}`)
  return found
}
