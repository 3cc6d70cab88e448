/** Where a broker listens for each gateway, and where it says that it does: on the other side of a proxy. */
export interface FrontedListener {
  readonly port: number
  readonly advertisedPort: number
}

/** The broker's properties for a listener of its own, which tools use, and one more a gateway. */
export function frontedListeners(
  port: number,
  controllerPort: number,
  fronted: readonly FrontedListener[],
): Record<string, string> {
  const at = (name: string, place: number): string => `${name}://127.0.0.1:${String(place)}`
  const names = fronted.map((_, i) => `GATEWAY${String(i + 1)}`)
  const all = [at('PLAINTEXT', port), ...fronted.map((each, i) => at(names[i] as string, each.port))]
  const advertised = [at('PLAINTEXT', port), ...fronted.map((each, i) => at(names[i] as string, each.advertisedPort))]
  return {
    listeners: [...all, at('CONTROLLER', controllerPort)].join(','),
    'advertised.listeners': advertised.join(','),
    'listener.security.protocol.map': ['PLAINTEXT', 'CONTROLLER', ...names]
      .map((name) => `${name}:PLAINTEXT`)
      .join(','),
    'inter.broker.listener.name': 'PLAINTEXT',
    'controller.quorum.voters': `1@127.0.0.1:${String(controllerPort)}`,
  }
}
