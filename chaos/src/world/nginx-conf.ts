/** What the clients' way in needs beside the repository's nginx.conf. */
export interface ExtraPlaces {
  readonly tlsPort: number
  /** Absolute paths of PEM files. */
  readonly cert: string
  readonly key: string
}

/**
 * The repository's configuration with its own lines for TLS, and with the word of the loopback about where a client comes from: all
 * clients come through a proxy of this machine, and `ip_hash` would send them to one gateway. Throws when the lines are not there.
 */
export function chaosNginxConf(conf: string, { tlsPort, cert, key }: ExtraPlaces): string {
  const changes: readonly (readonly [RegExp, string])[] = [
    [/# listen 8443 ssl/, `listen 127.0.0.1:${String(tlsPort)} ssl`],
    [/# ssl_certificate \S+;/, `ssl_certificate ${cert};`],
    [/# ssl_certificate_key \S+;/, `ssl_certificate_key ${key};`],
    [/# ssl_protocols /, 'ssl_protocols '],
    [/# ssl_session_cache /, 'ssl_session_cache '],
    [/^http \{$/m, 'http {\n  set_real_ip_from 127.0.0.0/8;\n  real_ip_header X-Forwarded-For;'],
  ]
  return changes.reduce((text, [line, instead]) => {
    if (!line.test(text)) throw new Error(`nginx.conf has no line ${String(line)}`)
    return text.replace(line, instead)
  }, conf)
}
