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

/** The addresses of the containers of one service, `gateway-1:8080` and so on for `gateway:8080`; itself where it has one of its own. */
function placesOf(upstream: string, addresses: Readonly<Record<string, string>>): string[] {
  if (upstream in addresses) return [upstream]
  const [host = '', port = ''] = upstream.split(':')
  const replica = new RegExp(`^${escape(host)}-\\d+:${escape(port)}$`)
  return Object.keys(addresses).filter((name) => replica.test(name))
}

/**
 * The container's nginx.conf with nothing but its places replaced: the addresses of upstreams, the listening port, the pid file, the temporary
 * folders, and the user, which only root may change. A service of several containers, which Docker's DNS tells by one name, becomes a server for each. Throws when an upstream has no native address: half a topology is not
 * the same topology.
 */
export function nativeNginxConf(conf: string, { listen, addresses, dir }: NativePlaces): string {
  const folder = dir.replaceAll('\\', '/')
  let native = conf
    .replace(/^\s*user\s[^;]*;\n?/m, '')
    .replace(/^(\s*pid\s+)[^;]+;/m, `$1${folder}/nginx.pid;`)
    .replace(/^(\s*listen\s+)(?:\S+:)?\d+/gm, `$1${listen}`)
    .replace(/^http \{$/m, ['http {', ...temporary.map((name) => `  ${name}_temp_path ${folder}/${name};`)].join('\n'))
  const named = upstreams(conf).map((upstream) => [upstream, placesOf(upstream, addresses)] as const)
  for (const [upstream, [first, ...more]] of named) {
    if (first === undefined || first === upstream) continue
    const line = new RegExp(`^\\s*server\\s+${escape(upstream)}[^\\n]*\\n`, 'm')
    native = native.replace(line, (text) => [first, ...more].map((name) => text.replace(upstream, name)).join(''))
  }
  for (const [container, address] of Object.entries(addresses)) {
    native = native.replace(new RegExp(`(?<![\\w.-])${escape(container)}(?![\\w.])`, 'g'), address)
  }
  const lost = named.filter(([, found]) => found.length === 0).map(([upstream]) => upstream)
  if (lost.length > 0) throw new Error(`nginx.conf names ${lost.join(', ')}, which has no native address`)
  return native
}

/** The `host:port` of every upstream server, in the order of the file. */
export const upstreams = (conf: string): string[] =>
  [...conf.matchAll(/^\s*server\s+([^\s;{]+)[^;{]*;/gm)].flatMap(([, address]) =>
    address === undefined ? [] : [address],
  )
