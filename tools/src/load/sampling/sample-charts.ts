import type { Chart, ChartLine } from '../line-chart.js'
import type { Sample } from './sampler.js'

const MIB = 2 ** 20

const namesOf = (samples: readonly Sample[]): string[] => [
  ...new Set(samples.flatMap(({ processes }) => Object.keys(processes))),
]

function line(name: string, samples: readonly Sample[], of: (sample: Sample) => number | undefined): ChartLine {
  return {
    name,
    points: samples.flatMap((sample) => {
      const value = of(sample)
      return value === undefined ? [] : [{ atMs: sample.atMs, value }]
    }),
  }
}

/** The share of a core that a process took between each two samples, in percent. */
function processorLine(name: string, samples: readonly Sample[]): ChartLine {
  return {
    name,
    points: samples.slice(1).flatMap((sample, index) => {
      const before = samples[index]
      const [now, then] = [sample.processes[name], before?.processes[name]]
      if (before === undefined || now === undefined || then === undefined || now.cpuMs < then.cpuMs) return []
      return [{ atMs: sample.atMs, value: (100 * (now.cpuMs - then.cpuMs)) / (sample.atMs - before.atMs) }]
    }),
  }
}

/** What a run looked like from the machine: processor, memory, files, event loops. */
export function sampleCharts(samples: readonly Sample[]): Chart[] {
  const names = namesOf(samples)
  const gateways = names.filter((name) => name.startsWith('gateway'))
  return [
    { title: 'Processor, % of a core', lines: names.map((name) => processorLine(name, samples)) },
    {
      title: 'Resident memory of the gateways, MiB',
      lines: gateways.map((name) =>
        line(name, samples, ({ processes }) => {
          const bytes = processes[name]?.residentBytes
          return bytes === undefined ? undefined : bytes / MIB
        }),
      ),
    },
    {
      title: 'Open files of the gateways',
      lines: gateways.map((name) => line(name, samples, ({ processes }) => processes[name]?.files)),
    },
    {
      title: 'Event-loop delay of the gateways, p99, ms',
      lines: gateways.map((name) => line(name, samples, (sample) => sample.gateways[name]?.loopDelayMs)),
    },
  ]
}
