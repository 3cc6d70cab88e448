import type { Page } from 'playwright-core'

/** What a page takes in, a second. */
export interface Delivered {
  /** Topics that changed. */
  readonly updates: number
  /** Fields and items in them. */
  readonly fields: number
  /** Topics that changed at all while it was counted. */
  readonly topics: number
}

interface Count {
  isOn: boolean
  updates: number
  fields: number
  topics: Set<string>
}
type Counted = Window & { delivered: Count }

/** Listens beside the page to what its worker answers, once `countDelivered` is called; call it before the page is opened. */
export async function watchDelivered(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const count: Count = { isOn: false, updates: 0, fields: 0, topics: new Set() }
    Object.assign(window, { delivered: count })
    const decoder = new TextDecoder()
    const sizeOf = (changes: unknown): number =>
      typeof changes !== 'object' || changes === null
        ? 0
        : Object.values(changes).reduce((sum: number, value) => sum + (Array.isArray(value) ? value.length : 1), 0)
    const heard = ({ data }: MessageEvent<{ readonly packed?: ArrayBuffer }>): void => {
      if (!count.isOn || data.packed === undefined) return
      interface Update {
        readonly topic: string
        readonly content?: { readonly changes?: unknown; readonly state?: unknown }
      }
      for (const { topic, content } of JSON.parse(decoder.decode(data.packed)) as readonly Update[]) {
        if (content === undefined) continue
        count.updates += 1
        count.fields += sizeOf(content.changes ?? content.state)
        count.topics.add(topic)
      }
    }
    const Original = window.SharedWorker
    window.SharedWorker = class extends Original {
      constructor(...how: ConstructorParameters<typeof SharedWorker>) {
        super(...how)
        this.port.addEventListener('message', heard)
      }
    }
  })
}

/** Counting costs: nothing else is to be measured meanwhile. */
export async function countDelivered(page: Page, seconds: number): Promise<Delivered> {
  const counted = await page.evaluate(async (ms) => {
    const { delivered } = window as unknown as Counted
    Object.assign(delivered, { isOn: true, updates: 0, fields: 0, topics: new Set() })
    const startMs = performance.now()
    await new Promise((resolve) => setTimeout(resolve, ms))
    delivered.isOn = false
    const { updates, fields, topics } = delivered
    return { updates, fields, topics: topics.size, seconds: (performance.now() - startMs) / 1000 }
  }, seconds * 1000)
  return {
    updates: counted.updates / counted.seconds,
    fields: counted.fields / counted.seconds,
    topics: counted.topics,
  }
}
