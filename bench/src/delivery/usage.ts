import type { ServerAnswer } from './plan.js'

/** Processor time and memory of this process, and what it says it wrote. */
export function usage(port: number, frames: number): ServerAnswer {
  const { user, system } = process.cpuUsage()
  return { port, cpuUs: user + system, frames, rssBytes: process.memoryUsage().rss }
}
