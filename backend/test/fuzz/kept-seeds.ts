/**
 * Seeds that found something, and what it was. A seed stands for the same history as long as nothing that draws from the
 * die changes; what it found has a unit test of its smallest case beside the source.
 */
export const KEPT_SEEDS: Readonly<Record<number, string>> = {
  81: 'polls that were shorter than the interval of their rate were never told anything',
  188: 'a topic was resumed though its partition had begun anew while the log was asked about another topic',
}
