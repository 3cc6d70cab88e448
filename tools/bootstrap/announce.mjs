const askEveryMs = 250

/**
 * Where a gateway with this environment serves, as a person would type it; null when it chooses its own port.
 * @param {Readonly<Record<string, string | undefined>>} env
 */
export function addressOf(env) {
  const port = env.PORT === undefined || env.PORT === '' ? '8080' : env.PORT
  if (port === '0') return null
  const host = env.HOST ?? ''
  const isLocal = ['', '127.0.0.1', '0.0.0.0', '::', '::1', 'localhost'].includes(host)
  return `http://${isLocal ? 'localhost' : host}:${port}`
}

/**
 * Prints the address once the gateway says it is ready; the returned function gives up waiting.
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {() => void}
 */
export function announce(env) {
  const address = addressOf(env)
  if (address === null) return () => {}
  const giveUp = new AbortController()
  const timer = setInterval(async () => {
    const isReady = await fetch(`${address}/readyz`, { signal: giveUp.signal }).then(
      (response) => response.ok,
      () => false, // not listening yet
    )
    if (!isReady || giveUp.signal.aborted) return
    clearInterval(timer)
    giveUp.abort()
    console.log(`\nTickwall is at ${address}  (Ctrl-C ends it)\n`)
  }, askEveryMs)
  return () => {
    clearInterval(timer)
    giveUp.abort()
  }
}
