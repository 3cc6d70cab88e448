import { describe, expect, it } from 'vitest'
import { BadArguments, parseProduceOptions, usage } from './produce-options.js'

const env = { KAFKA_BROKERS: 'a:1,b:2' }

describe('parseProduceOptions', () => {
  it('has defaults for everything but the brokers', () => {
    expect(parseProduceOptions(['simulated'], env)).toEqual({
      brokers: ['a:1', 'b:2'],
      topics: { ticks: 'ticks', metrics: 'metrics' },
      seconds: null,
      feed: { kind: 'simulated', seed: 1, rate: 1_200, backfill: 'auto' },
    })
    expect(parseProduceOptions(['recorded'], env)!.feed).toEqual({
      kind: 'recorded',
      names: [],
      folder: null,
      speed: 1,
      isLooping: false,
      isRetimed: true,
    })
  })

  it('takes arguments before the environment', () => {
    const args = [
      'recorded',
      '--brokers',
      'c:3',
      '--speed',
      'max',
      '--loop',
      '--no-retime',
      '--name',
      'x,y',
      '--seconds=2.5',
    ]
    const named = { ...env, KAFKA_TOPIC_TICKS: 't', KAFKA_TOPIC_METRICS: 'm', RECORDINGS: '/data' }
    expect(parseProduceOptions(args, named)).toEqual({
      brokers: ['c:3'],
      topics: { ticks: 't', metrics: 'm' },
      seconds: 2.5,
      feed: { kind: 'recorded', names: ['x', 'y'], folder: '/data', speed: 0, isLooping: true, isRetimed: false },
    })
    expect(parseProduceOptions(['simulated', '--rate=5', '--seed=9', '--backfill=no'], env)!.feed).toEqual({
      kind: 'simulated',
      seed: 9,
      rate: 5,
      backfill: 'no',
    })
  })

  it.each([
    [[], 'simulated or recorded'],
    [['kafka'], 'simulated or recorded'],
    [['simulated', 'recorded'], 'simulated or recorded'],
    [['simulated', '--rate', '0'], '--rate'],
    [['simulated', '--rate', '1.5'], '--rate'],
    [['simulated', '--seed', 'x'], '--seed'],
    [['simulated', '--backfill', 'some'], '--backfill'],
    [['recorded', '--speed', '-1'], '--speed'],
    [['recorded', '--speed', ''], '--speed'],
    [['recorded', '--seconds', 'soon'], '--seconds'],
    [['simulated', '--colour'], '--colour'],
  ])('refuses %j with a sentence about %s', (args, about) => {
    expect(() => parseProduceOptions(args, env)).toThrow(BadArguments)
    expect(() => parseProduceOptions(args, env)).toThrow(about)
  })

  it('asks for brokers, and for nothing when help is wanted', () => {
    expect(() => parseProduceOptions(['simulated'], {})).toThrow('--brokers')
    expect(parseProduceOptions(['--help'], {})).toBeNull()
    for (const option of [
      'brokers',
      'seconds',
      'rate',
      'seed',
      'backfill',
      'name',
      'folder',
      'speed',
      'loop',
      'no-retime',
    ]) {
      expect(usage).toContain(`--${option}`)
    }
  })
})
