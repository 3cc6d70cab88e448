import type { Setup } from './crowd.ts'

declare const console: { log(text: string): void }

/** Tells the runner, which reads what k6 prints, when the run starts and what is planned: `plan startAtMs=… slow=…`. */
export function announce(found: Setup, plan: Readonly<Record<string, number>>): Setup {
  const entries = Object.entries({ startAtMs: found.startAtMs, ...plan })
  console.log(`plan ${entries.map(([name, value]) => `${name}=${value}`).join(' ')}`)
  return found
}
