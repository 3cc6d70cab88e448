import { setTimeout as sleep } from 'node:timers/promises'
import { until } from '../local/until.js'
import type { Stack } from '../stack/start-stack.js'
import { gatewayFigures } from './sampling/gateway-figures.js'

const connectionsOf = async (stack: Stack): Promise<number> => {
  const counts = await Promise.all(
    stack.gateways.map(async ({ url }) => gatewayFigures(await (await fetch(`${url}/metrics`)).text()).connections),
  )
  return counts.reduce((sum, count) => sum + count, 0)
}

const ASK_MS = 2000
/** The number of clients stands still for so many questions: all have come, or come back. */
const STILL = 5

/** Resolves when clients have come and their number stands still. */
export async function untilCrowdStands(stack: Stack, signal: AbortSignal): Promise<void> {
  let last = 0
  let still = 0
  const isStill = async (): Promise<boolean> => {
    await sleep(ASK_MS, undefined, { signal })
    const now = await connectionsOf(stack)
    still = now > 0 && now === last ? still + 1 : 0
    last = now
    return still >= STILL
  }
  await until(isStill, { what: 'a crowd that stands', timeoutMs: 300_000 })
}

/** Drains each gateway and starts it anew, the next one when the crowd stands again. */
export async function restartInTurn(stack: Stack, say: (line: string) => void, signal: AbortSignal): Promise<void> {
  await untilCrowdStands(stack, signal)
  for (const [index, gateway] of stack.gateways.entries()) {
    say(`gateway-${index + 1} is drained …`)
    await gateway.drain()
    await gateway.restart()
    say(`gateway-${index + 1} is ready again`)
    await untilCrowdStands(stack, signal)
  }
}
