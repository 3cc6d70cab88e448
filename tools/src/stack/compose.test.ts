import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { upstreams } from '../local/nginx-conf.js'
import { repositoryRoot } from '../repository.js'
import { readCompose } from './compose.js'
import { kafkaConfig } from './kafka-config.js'
import { nativeEnv } from './native-env.js'
import { topicsOf } from './topics.js'

const read = (path: string): string => readFileSync(join(repositoryRoot, path), 'utf8')

describe('readCompose', () => {
  it('resolves merge keys, ports and escaped dollars', () => {
    const services = readCompose(`
x-env: &env { A: '1', B: '2' }
services:
  first:
    command: [sh, -c, 'echo $$HOME']
    environment: { <<: *env, B: '3' }
    ports: ['8080:80', '127.0.0.1:9094:9094']
    depends_on: { second: { condition: service_healthy } }
  second: { image: busybox, deploy: { replicas: 3 } }
  watching: { image: prometheus, profiles: [observe] }
`)
    expect([...services.keys()]).toEqual(['first', 'second'])
    expect(services.get('first')).toEqual({
      name: 'first',
      command: ['sh', '-c', 'echo $HOME'],
      environment: { A: '1', B: '3' },
      ports: [
        { host: '0.0.0.0', published: 8080, target: 80 },
        { host: '127.0.0.1', published: 9094, target: 9094 },
      ],
      replicas: 1,
      dependsOn: ['second'],
    })
    expect(services.get('second')).toEqual({
      ...{ name: 'second', command: [], environment: {}, ports: [], replicas: 3, dependsOn: [] },
    })
  })

  it.each([
    ['a number where a string belongs', 'services: { a: { environment: { PORT: 8080 } } }'],
    ['a variable', "services: { a: { command: [echo, '${HOME}'] } }"],
    ['a command that is no list', 'services: { a: { command: node main.js } }'],
    ['a port range', "services: { a: { ports: ['8000-8010:80'] } }"],
    ['replicas that are no number', "services: { a: { deploy: { replicas: 'two' } } }"],
    ['no services', 'name: x'],
  ])('refuses %s', (_, text) => {
    expect(() => readCompose(text)).toThrow('docker-compose.yml')
  })
})

describe('docker-compose.yml and nginx.conf', () => {
  const services = readCompose(read('docker-compose.yml'))
  const gateways = upstreams(read('nginx.conf'))

  it('agree on the gateways and their port', () => {
    for (const upstream of gateways) {
      const [name, port] = upstream.split(':')
      expect(services.get(name ?? '')?.environment).toMatchObject({ PORT: port, HOST: '0.0.0.0' })
      // Each container is called after itself: one name for all would make them one in logs and reports.
      expect(services.get(name ?? '')?.environment).not.toHaveProperty('SERVER_NAME')
      expect(services.get(name ?? '')?.replicas).toBe(2)
      expect(services.get('nginx')?.dependsOn).toContain(name)
    }
  })

  it('agree on the port of Nginx', () => {
    const target = services.get('nginx')?.ports[0]?.target
    expect(read('nginx.conf')).toContain(`listen ${target} `)
  })

  it('give gateways and producer the same broker and the topics that are created', () => {
    const topics = topicsOf(services.get('topics')?.command ?? [])
    expect(topics).toEqual([
      { topic: 'ticks', partitions: 6 },
      { topic: 'metrics', partitions: 2 },
    ])
    for (const name of ['gateway', 'producer']) {
      expect(services.get(name)?.environment).toMatchObject({
        KAFKA_BROKERS: 'kafka:9092',
        KAFKA_TOPIC_TICKS: topics[0]?.topic,
        KAFKA_TOPIC_METRICS: topics[1]?.topic,
      })
    }
  })
})

describe('topicsOf', () => {
  it('refuses a command that creates none', () => {
    expect(() => topicsOf(['sh', '-c', 'true'])).toThrow('--topic')
  })
})

describe('kafkaConfig', () => {
  it('turns names of the image into server properties and leaves places out', () => {
    const environment = {
      KAFKA_LISTENERS: 'PLAINTEXT://:9092',
      KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
      CLUSTER_ID: 'x',
    }
    expect(kafkaConfig(environment)).toEqual({ 'auto.create.topics.enable': 'false' })
  })
})

describe('nativeEnv', () => {
  it('replaces addresses alone and in lists, and nothing that only looks like one', () => {
    const addresses = { 'kafka:9092': '127.0.0.1:1' }
    const environment = { ONE: 'kafka:9092', TWO: 'a:1,kafka:9092', OTHER: 'kafka:90922', PORT: '8080' }
    expect(nativeEnv(environment, addresses)).toEqual({
      ONE: '127.0.0.1:1',
      TWO: 'a:1,127.0.0.1:1',
      OTHER: 'kafka:90922',
      PORT: '8080',
    })
  })
})
