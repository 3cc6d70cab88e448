/** How well `instrument` answers `query`, lower is better, null is not at all: start of the symbol, start of a part, inside, letters in order. */
export function matchRank(query: string, instrument: string): number | null {
  const wanted = query.trim().toLowerCase()
  if (wanted === '') return 3
  const whole = instrument.toLowerCase()
  const symbol = whole.slice(whole.indexOf(':') + 1)
  if (symbol === wanted || whole === wanted) return 0
  if (symbol.startsWith(wanted)) return 1
  if (whole.split(/[:_\-./]/).some((part) => part.startsWith(wanted)) || whole.startsWith(wanted)) return 2
  if (whole.includes(wanted)) return 3
  return isSpread(wanted, symbol) ? 4 : null
}

function isSpread(letters: string, text: string): boolean {
  let at = 0
  for (const letter of letters) {
    at = text.indexOf(letter, at) + 1
    if (at === 0) return false
  }
  return true
}

/** The best `limit` instruments, best first; equally good ones keep the order in which they were given. */
export function matchSymbols(query: string, instruments: readonly string[], limit: number): string[] {
  return instruments
    .map((instrument, order) => ({ instrument, order, rank: matchRank(query, instrument) }))
    .filter((match): match is typeof match & { rank: number } => match.rank !== null)
    .sort((a, b) => a.rank - b.rank || a.instrument.length - b.instrument.length || a.order - b.order)
    .slice(0, limit)
    .map(({ instrument }) => instrument)
}
