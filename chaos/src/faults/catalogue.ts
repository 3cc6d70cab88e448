import { certificateChanged } from './certificate-fault.js'
import type { Fault } from './fault.js'
import * as kafka from './kafka-faults.js'
import * as network from './network-faults.js'
import * as processes from './process-faults.js'

/** Every fault by its name, as plans and reports have it. */
export const FAULTS = { ...processes, ...kafka, ...network, certificateChanged } satisfies Readonly<
  Record<string, Fault>
>

export type FaultName = keyof typeof FAULTS
export const FAULT_NAMES = Object.keys(FAULTS).sort() as readonly FaultName[]
export const isFaultName = (name: string): name is FaultName => Object.hasOwn(FAULTS, name)
