import { describe, expect, it } from 'vitest'
import { marketRow } from './market-row.js'

const TRADES = 'venue,symbol,ts_ms,tx_ms,recv_ns,price,size,side,trade_id,order_type'
const QUOTES = 'venue,symbol,ts_ms,tx_ms,recv_ns,bid,bid_size,ask,ask_size,update_id'
const VENUE_TRADES = 'venue,symbol,ts_us,recv_s,price,size,side,trade_id'
const VENUE_QUOTES = 'venue,symbol,ts_us,recv_s,bid,bid_size,ask,ask_size,seq'

const parse = (header: string, row: string) => marketRow(header.split(','))!(row.split(','))

describe('marketRow', () => {
  it('keeps the text of prices, sizes and ids, and the time of the venue', () => {
    const row =
      'spot,BTCUSDT,1723161255343,1723161255342,1723161254087896568,61837.63000000,0.02000000,sell,3735683259,'
    expect(parse(TRADES, row)).toEqual({
      log: 'ticks',
      key: 'spot:BTCUSDT',
      value: {
        type: 'trade',
        instrument: 'spot:BTCUSDT',
        time: 1_723_161_255_343,
        price: '61837.63000000',
        size: '0.02000000',
        side: 'sell',
        id: '3735683259',
      },
      eventTime: 1_723_161_255_343,
      received: { ms: 1_723_161_254_087, ns: 896_568 },
      clockLeadMs: 1_256,
    })
  })

  it('gives a quote without a time of its venue that of its receipt', () => {
    const row = 'spot,ETHUSDT,,,1723161254024619568,2683.80000000,3.02920000,2683.81000000,31.43950000,35346513501'
    const record = parse(QUOTES, row)!
    expect(record.value).toEqual({
      type: 'quote',
      instrument: 'spot:ETHUSDT',
      time: 1_723_161_254_024,
      bid: '2683.80000000',
      bidSize: '3.02920000',
      ask: '2683.81000000',
      askSize: '31.43950000',
    })
    expect(record.eventTime).toBe(1_723_161_254_024)
    expect(record.clockLeadMs).toBeNull()
  })

  it('reads times in µs and seconds, and leaves out ids and sizes that are not there', () => {
    expect(parse(VENUE_TRADES, 'dydx,ETH-USD,1635444231833999,1635444231.807113,4215.6,0.1,buy,')).toMatchObject({
      key: 'dydx:ETH-USD',
      eventTime: 1_635_444_231_833,
      value: { type: 'trade', price: '4215.6', side: 'buy' },
    })
    expect(parse(VENUE_TRADES, 'dydx,ETH-USD,1635444231833999,1635444231.807113,4215.6,0.1,,')!.value).toEqual({
      type: 'trade',
      instrument: 'dydx:ETH-USD',
      time: 1_635_444_231_833,
      price: '4215.6',
      size: '0.1',
    })
    expect(parse(VENUE_QUOTES, 'coinbase,BAND-GBP,,1618677817.079694,14.7550,,14.8060,,333938798')!.value).toEqual({
      type: 'quote',
      instrument: 'coinbase:BAND-GBP',
      time: 1_618_677_817_079,
      bid: '14.7550',
      ask: '14.8060',
    })
  })

  it('leaves out rows that only carry a sequence number, and rows without a time of receipt', () => {
    expect(parse(VENUE_TRADES, 'kucoin,BTC-USDT,1619378327739050,1619378328.157583,0,0,buy,1')).toBeNull()
    expect(parse(VENUE_QUOTES, 'kucoin,BTC-USDT,1619378327739050,1619378328.157583,0,0,0.000,0,1')).toBeNull()
    expect(parse(VENUE_TRADES, 'kucoin,BTC-USDT,1619378327739050,,1,1,buy,1')).toBeNull()
    expect(parse(VENUE_TRADES, 'kucoin,BTC-USDT,1619378327739050,1619378328.1,0,1,buy,1')).not.toBeNull()
    expect(parse(TRADES, '')).toBeNull()
  })

  it('knows no other columns', () => {
    expect(marketRow(['series', 'interval', 'ts', 'open'])).toBeNull()
    expect(marketRow(['venue', 'symbol', 'ts_us', 'recv_s', 'seq', 'kind', 'side', 'price', 'size'])).toBeNull()
    expect(marketRow([''])).toBeNull()
  })
})
