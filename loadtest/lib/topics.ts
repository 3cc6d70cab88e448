import http from 'k6/http'
import { baseUrl, credentials } from './parameters.ts'

/** Names of all quote topics that have records; throws when the server has none, for then there is nothing to measure. */
export function quoteTopics(): string[] {
  const answer = http.get(`${baseUrl}/api/topics?query=quote/&limit=5000`, credentials)
  if (answer.status !== 200) throw new Error(`/api/topics answered ${answer.status}`)
  const { topics } = answer.json() as unknown as { topics: { topic: string; kind: string }[] }
  const names = topics.filter(({ kind }) => kind === 'quote').map(({ topic }) => topic)
  if (names.length === 0) throw new Error('the server has no quotes yet')
  return names
}

/** `count` topics for client number `client`, spread so that neighbours overlap in part; fewer when there are not as many. */
export function topicsOf(client: number, all: readonly string[], count: number): string[] {
  const chosen = Math.min(count, all.length)
  return Array.from({ length: chosen }, (_, i) => all[(client * 7 + i) % all.length] as string)
}
