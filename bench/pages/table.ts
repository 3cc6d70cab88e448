import { formatTopic, type QuoteState } from '@tickwall/protocol'
import { createApp, shallowRef } from 'vue'
import { asked, openLink, taken } from './link.js'
import PlainTable from './PlainTable.vue'

/** All quotes in a plain table: the first `shown` rows at `hz`, those below at `rest`. */
interface ListedTopics {
  readonly topics: readonly { readonly topic: string; readonly kind: string }[]
}
const response = await fetch('/api/topics?query=quote/&limit=10000')
const { topics } = (await response.json()) as ListedTopics
const instruments = topics
  .filter(({ kind }) => kind === 'quote')
  .map(({ topic }) => decodeURIComponent(topic.slice('quote/'.length)))
  .slice(0, Number(asked('rows')))
  // Those that our list shows when it opens come first: what is seen is equally busy.
  .sort((a, b) => Number(b.startsWith('usdm:')) - Number(a.startsWith('usdm:')))
const [shown, hz, rest] = [Number(asked('shown')), Number(asked('hz')), Number(asked('rest'))]

const link = openLink()
const rows = instruments.map((instrument, index) => {
  const quote = shallowRef<QuoteState>({})
  const topic = formatTopic({ kind: 'quote', instrument }) as `quote/${string}`
  const subscription = link.subscribe(topic, { maxHz: index < shown ? hz : rest }, () => {
    taken.changes += 1
    quote.value = { ...subscription.state }
    if (subscription.state?.last !== undefined) document.body.dataset['ready'] = ''
  })
  return { instrument, quote }
})
createApp(PlainTable, { rows }).mount('#table')
