/** What differs between Nginx in its container and Nginx as a process of this machine. */
export interface NativePlaces {
  /** What replaces the port it listens on, e.g. `127.0.0.1:8080`. */
  readonly listen: string
  /** Where each `host:port` of the containers' network is natively. */
  readonly addresses: Readonly<Record<string, string>>
  /** A folder of its own, absolute. */
  readonly dir: string
}

const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/**
 * The container's nginx.conf with nothing but its places replaced: the addresses of upstreams, the listening port, the pid file, the temporary
 * folders, and the user, which only root may change. Throws when an upstream has no native address: half a topology is not
 * the same topology.
 */
export function nativeNginxConf(conf: string, { listen, addresses, dir }: NativePlaces): string {
  const folder = dir.replaceAll('\\', '/')
  let native = conf
    .replace(/^\s*user\s[^;]*;\n?/m, '')
    .replace(/^(\s*pid\s+)[^;]+;/m, `$1${folder}/nginx.pid;`)
    .replace(/^(\s*listen\s+)(?:\S+:)?\d+/gm, `$1${listen}`)
    .replace(/^http \{$/m, ['http {', ...temporary.map((name) => `  ${name}_temp_path ${folder}/${name};`)].join('\n'))
  for (const [container, address] of Object.entries(addresses)) {
    native = native.replace(new RegExp(`(?<![\\w.-])${escape(container)}(?![\\w.])`, 'g'), address)
  }
  const lost = upstreams(conf).filter((upstream) => !(upstream in addresses))
  if (lost.length > 0) throw new Error(`nginx.conf names ${lost.join(', ')}, which has no native address`)
  return native
}

/** The `host:port` of every upstream server, in the order of the file. */
export const upstreams = (conf: string): string[] =>
  [...conf.matchAll(/^\s*server\s+([^\s;{]+)[^;{]*;/gm)].flatMap(([, address]) =>
    address === undefined ? [] : [address],
  )
