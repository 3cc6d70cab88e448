/**
 * Seeds that found something, and what it was. A seed stands for the same history as long as nothing that draws from the
 * die changes; what it found has a unit test of its smallest case beside the source.
 */
export const KEPT_SEEDS: Readonly<Record<number, string>> = {
  50: 'a bar that one gateway shows and another does not stood still after a move between them',
  74: 'the same, while no bar was shown at all',
  105: 'decimals that one gateway had seen and another had not went with the gateway',
  1072: 'decimals went back to those of a gateway that began later',
}
