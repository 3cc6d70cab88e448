import type { detail as texts } from '../en/detail.js'
import type { Texts } from '../texts.js'

export const detail: Texts<typeof texts> = {
  detail: {
    title: '{instrument} 详情',
    bid: '买价',
    ask: '卖价',
    spread: '价差',
    amplitude: '振幅',
    open: '今开',
    prevClose: '昨收',
    high: '最高',
    low: '最低',
    volume: '成交量',
    turnover: '成交额',
    vwap: '均价',
    trades: '笔数',
    dayRange: '日内区间 {low} 至 {high}',
    empty: '尚无该品种的数据',
    partial: '日内数据将从下一交易时段开始提供',
    olderSession: '{date} 交易时段',
  },
  tape: {
    title: '逐笔成交',
    time: '时间',
    price: '价格',
    size: '数量',
    rate: '{value}/秒',
    lost: '{count} 笔未显示',
    empty: '尚无成交',
    buy: '买',
    sell: '卖',
  },
}
