/** Resolves colour tokens to values a canvas understands: a custom property alone would give its chain of `var()`. */
export function readTokens<Name extends string>(tokens: Readonly<Record<Name, string>>): Record<Name, string> {
  const probe = document.createElement('i')
  // Forced colours would answer the same text colour for every token.
  probe.style.setProperty('forced-color-adjust', 'none')
  document.body.append(probe)
  const style = getComputedStyle(probe)
  const read = (token: string) => {
    probe.style.color = `var(${token})`
    return style.color
  }
  const colors = Object.fromEntries(
    Object.entries<string>(tokens).map(([name, token]) => [name, read(token)]),
  ) as Record<Name, string>
  probe.remove()
  return colors
}
