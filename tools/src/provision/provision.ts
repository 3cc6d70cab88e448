import { chromium } from './chromium.js'
import { composeCheck } from './compose-check.js'
import { k6 } from './k6.js'
import { kafkaJars } from './kafka.js'
import { nginx } from './nginx.js'
import { MissingPart, type Part } from './part.js'
import { promtool } from './promtool.js'
import { toxiproxy } from './toxiproxy.js'
import { pythonExample } from './python-example.js'
import { canInstall, installPackages } from './system-packages.js'

/** Everything the whole test suite needs. */
export const allParts: readonly Part[] = [
  kafkaJars,
  k6,
  toxiproxy,
  composeCheck,
  pythonExample,
  nginx,
  chromium,
  promtool,
]

/** Told once for each part that has to be fetched or built. */
export type OnProvision = (part: Part) => void

/**
 * Makes sure that parts are here: those that are cost milliseconds, the others are built and installed side by side.
 * Rejects with a MissingPart naming everything that has to be installed by hand.
 */
export async function provision(parts: readonly Part[], onProvision: OnProvision = () => {}): Promise<void> {
  const absent = parts.filter((part) => part.find() === null)
  absent.forEach(onProvision)
  const outcomes = await Promise.allSettled([fromSystem(absent), ...absent.map(fromSource)])
  const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []))
  const other = failures.find((failure) => !(failure instanceof MissingPart))
  if (other !== undefined) throw other
  const unmet = [...failures.map((failure) => (failure as MissingPart).message), ...stillAbsent(absent)]
  if (unmet.length > 0) throw new MissingPart([...new Set(unmet)].join(' '))
}

/** The path of a part, which is provisioned first when it is absent. */
export async function locate(part: Part): Promise<string> {
  const found = part.find()
  if (found !== null) return found
  await provision([part])
  const path = part.find()
  if (path === null) throw new MissingPart(`${part.name} was provisioned but is not found.`)
  return path
}

async function fromSystem(absent: readonly Part[]): Promise<void> {
  const packages = absent.flatMap(({ from }) => (from.kind === 'systemPackages' ? from.packages : []))
  if (packages.length > 0 && canInstall()) await installPackages(packages)
}

async function fromSource({ from }: Part): Promise<void> {
  if (from.kind === 'built') await from.build()
}

const stillAbsent = (parts: readonly Part[]): string[] =>
  parts.flatMap(({ from, find }) => (from.kind === 'systemPackages' && find() === null ? [from.byHand] : []))
