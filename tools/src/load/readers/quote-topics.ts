/** The names of all quote topics of a server that have records. Throws when it does not tell. */
export async function quoteTopics(url: string): Promise<string[]> {
  const answer = await fetch(`${url}/api/topics?query=quote/&limit=5000`)
  if (!answer.ok) throw new Error(`/api/topics answered ${answer.status}`)
  const { topics } = (await answer.json()) as { topics: { topic: string; kind: string }[] }
  return topics.filter(({ kind }) => kind === 'quote').map(({ topic }) => topic)
}

/** `count` of the topics for client number `client`, spread so that neighbours overlap in part. */
export const topicsOf = (client: number, names: readonly string[], count: number): string[] =>
  Array.from({ length: count }, (_, i) => names[(client * 7 + i) % names.length] as string)
