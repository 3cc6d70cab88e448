import type { RowContext } from '../row.js'
import type { Outcome } from './trial.js'

/** Below this part of the frames due, and above this part of a core for the clients, a figure says something about the machine. */
const FRAMES_ENOUGH = 0.95
const CROWD_ENOUGH = 0.9

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`

/** Says what a trial came to, of a load in which every client is due every frame; doubts it where the machine could not keep up. */
export function tell({ say, remark, scale }: RowContext, row: string, what: string, outcome: Outcome): void {
  const { cpuUsPerFrame, bytesPerFrame, share, core, crowdCore } = outcome
  say(
    `  ${what}: ${cpuUsPerFrame.toFixed(2)} µs a frame of ${Math.round(bytesPerFrame)} B, ${percent(share)} of frames, ${percent(core)} of a core, clients ${percent(crowdCore)}`,
  )
  if (scale < 1) return
  if (share < FRAMES_ENOUGH)
    remark(`Row \`${row}\`: in some trials fewer than 95 % of the frames that were due came: the machine was too busy.`)
  if (crowdCore > CROWD_ENOUGH)
    remark(`Row \`${row}\`: in some trials the clients took a whole core: the server may have waited for them.`)
}
