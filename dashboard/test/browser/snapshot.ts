import type { BarsState, MetricState, QuoteState } from '@tickwall/protocol'

/** The states of these topics as `/snapshot` answers them; topics without one are left out. */
export async function snapshotOf<State = QuoteState | MetricState | BarsState>(
  url: string,
  topics: readonly string[],
): Promise<Map<string, State>> {
  const query = topics.map((topic) => encodeURIComponent(topic)).join(',')
  const response = await fetch(`${url}/snapshot?topics=${query}`)
  const answer = (await response.json()) as { topics: { topic: string; state: State }[] }
  return new Map(answer.topics.map(({ topic, state }) => [topic, state]))
}
