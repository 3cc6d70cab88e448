/** What the process with the attackers is asked; one request at a time. */
export interface FloodRequest {
  readonly port: number
  /** The address of this machine that they come from. */
  readonly from: string
  readonly attempts: number
  readonly withinMs: number
}

/** What became of the attempts; those that were let in stay, and say nothing. */
export interface FloodAnswer {
  /** By the status of the answer, or the code of what happened instead. */
  readonly ended: Readonly<Record<string, number>>
  /** From the first attempt to the last answer. */
  readonly tookMs: number
  /** Processor time of the process meanwhile, µs. */
  readonly cpuUs: number
}
