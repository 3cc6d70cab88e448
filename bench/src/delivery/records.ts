import { instrument } from './plan.js'

/** One record of the input contract as it would come from Kafka: key and value. */
export interface BenchRecord {
  readonly key: Buffer
  readonly value: Buffer
}

/** One trade and one quote for each of `topics` instruments; prices walk, so that every flush has something to say. */
export function roundOfRecords(round: number, topics: number, time: number): BenchRecord[] {
  const records: BenchRecord[] = []
  for (let index = 0; index < topics; index++) {
    const name = instrument(index)
    const key = Buffer.from(name)
    const cents = 10_000 + index * 10 + ((round * 7 + index) % 100)
    const text = (value: number): string => (value / 100).toFixed(2)
    const side = round % 2 === 0 ? 'buy' : 'sell'
    records.push(
      {
        key,
        value: Buffer.from(
          `{"type":"trade","instrument":"${name}","time":${time},"price":"${text(cents)}","size":"0.${1 + (round % 9)}5","side":"${side}","id":"${round}-${index}"}`,
        ),
      },
      {
        key,
        value: Buffer.from(
          `{"type":"quote","instrument":"${name}","time":${time},"bid":"${text(cents - 1)}","bidSize":"${1 + (round % 7)}.5","ask":"${text(cents + 1)}","askSize":"${2 + (round % 5)}.25"}`,
        ),
      },
    )
  }
  return records
}
