/** One load, the same for every server of a comparison. */
export interface Load {
  readonly clients: number
  readonly topicsPerClient: number
  readonly topics: number
  readonly hz: number
}

/** Clients of a cohort share their set of topics; `random` gives each client a set of its own. */
export type Spread = 'cohort' | 'random'

export const instrument = (index: number): string => `bench:S${String(index).padStart(3, '0')}`
export const quoteTopic = (index: number): string => `quote/${instrument(index)}`

/** The topics of one client: for `random` a stride through all of them that differs from client to client. */
export function topicsOf(client: number, spread: Spread, { topics, topicsPerClient }: Load): number[] {
  const start = spread === 'cohort' ? 0 : (client * 7919) % topics
  const stride = spread === 'cohort' ? 1 : 1 + (client % 23)
  const chosen = new Set<number>()
  for (let i = 0; chosen.size < topicsPerClient; i++) chosen.add((start + i * stride) % topics)
  return [...chosen]
}

/** What a server under test is asked. */
export type ServerRequest =
  { readonly ask: 'start'; readonly load: Load; readonly frameBytes: number } | { readonly ask: 'usage' }

export interface ServerAnswer {
  readonly port: number
  /** Processor time of the whole process since start, µs. */
  readonly cpuUs: number
  /** Data frames written since start. */
  readonly frames: number
  readonly rssBytes: number
}

export type ClientRequest =
  | { readonly ask: 'connect'; readonly port: number; readonly load: Load; readonly spread: Spread }
  | { readonly ask: 'received' }

export interface ClientAnswer {
  readonly frames: number
  readonly bytes: number
}
