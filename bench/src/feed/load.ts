/** One load, the same for every server of a comparison. */
export interface Load {
  readonly clients: number
  readonly topicsPerClient: number
  readonly topics: number
  /** Frames a second and client that are due; of servers that send each tick: their conflating counterpart's. */
  readonly hz: number
  readonly ticksPerSecond: number
  /** `random`: each client has a set of its own; a number: so many sets, each shared by its part of the clients. */
  readonly sets: 'random' | number
}

export const instrument = (index: number): string => `bench:S${String(index).padStart(3, '0')}`
export const quoteTopic = (index: number): string => `quote/${instrument(index)}`

/** The topics of one client: a stride through all of them, which differs from set to set. Never twice the same. */
export function topicsOf(client: number, { sets, topics, topicsPerClient }: Load): number[] {
  if (topicsPerClient > topics) throw new Error('more topics a client than there are')
  const set = sets === 'random' ? client : client % sets
  const start = sets === 'random' ? (set * 7919) % topics : (set * topicsPerClient) % topics
  const stride = sets === 'random' ? 1 + (set % 23) : 1
  const chosen = new Set<number>()
  for (let i = 0; chosen.size < topicsPerClient; i++) {
    // A stride that divides the number of topics comes round: then the next one beside it.
    const round = Math.floor((i * stride) / topics)
    chosen.add((start + i * stride + round) % topics)
  }
  return [...chosen]
}

/** So many of everything that costs time, for a look whether the benchmark itself works; its figures say nothing. */
export const scaled = (load: Load, scale: number): Load => ({
  ...load,
  clients: Math.max(1, Math.round(load.clients * scale)),
})
