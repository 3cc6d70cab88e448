import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { repositoryRoot } from '../repository.js'
import { nativeNginxConf, upstreams } from './nginx-conf.js'

const conf = readFileSync(join(repositoryRoot, 'nginx.conf'), 'utf8')
const addresses = { 'gateway-1:8080': '127.0.0.1:5001', 'gateway-2:8080': '127.0.0.1:5002' }
const places = { listen: '127.0.0.1:5000', addresses, dir: '/tmp/x' }

/** The lines of one text that the other does not have. */
const beyond = (text: string, other: string): string[] => {
  const known = new Set(other.split('\n'))
  return text.split('\n').filter((line) => !known.has(line))
}

describe('nativeNginxConf', () => {
  it('replaces places and nothing else', () => {
    const native = nativeNginxConf(conf, places)
    expect(beyond(native, conf).map((line) => line.trim())).toEqual([
      'pid /tmp/x/nginx.pid;',
      'client_body_temp_path /tmp/x/client_body;',
      'proxy_temp_path /tmp/x/proxy;',
      'fastcgi_temp_path /tmp/x/fastcgi;',
      'uwsgi_temp_path /tmp/x/uwsgi;',
      'scgi_temp_path /tmp/x/scgi;',
      'server 127.0.0.1:5001 max_fails=0;',
      'server 127.0.0.1:5002 max_fails=0;',
      'listen 127.0.0.1:5000 sndbuf=128k;',
    ])
    expect(beyond(conf, native)).toHaveLength(3)
  })

  it('has a server for each container of a service', () => {
    const four = Object.fromEntries([1, 2, 3, 4].map((i) => [`gateway-${i}:8080`, `127.0.0.1:500${i}`]))
    expect(upstreams(nativeNginxConf(conf, { ...places, addresses: four }))).toEqual(Object.values(four))
  })

  it('drops the user, which only root may change', () => {
    expect(nativeNginxConf(`user nginx;\n${conf}`, places)).toBe(nativeNginxConf(conf, places))
  })

  it('does not take a longer name for a shorter one', () => {
    const text = 'upstream g {\n  server gateway-1:8080;\n  server my-gateway-1:8080;\n  server gateway-1:80801;\n}\n'
    const more = { ...addresses, 'my-gateway-1:8080': '127.0.0.1:5003', 'gateway-1:80801': '127.0.0.1:5004' }
    expect(upstreams(nativeNginxConf(text, { ...places, addresses: more }))).toEqual([
      '127.0.0.1:5001',
      '127.0.0.1:5003',
      '127.0.0.1:5004',
    ])
  })

  it('refuses an upstream that it cannot place', () => {
    expect(() => nativeNginxConf(conf, { ...places, addresses: { 'other-1:8080': '127.0.0.1:5001' } })).toThrow(
      'gateway:8080',
    )
  })
})

describe('upstreams', () => {
  it('are the gateways, by the name of their service', () => {
    expect(upstreams(conf)).toEqual(['gateway:8080'])
  })
})
