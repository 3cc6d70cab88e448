import type { watchlist as texts } from '../en/watchlist.js'
import type { Texts } from '../texts.js'

export const watchlist: Texts<typeof texts> = {
  column: {
    symbol: '代码',
    last: '最新',
    change: '涨跌',
    percent: '涨跌幅',
    spark: '1 小时',
    bid: '买价',
    ask: '卖价',
    range: '日内区间',
    volume: '成交量',
    turnover: '成交额',
    trades: '笔数',
    age: '时效',
    choose: '选择列',
    fit: '放不下的列会被省略，最不重要的先省略。',
  },
  watchlist: {
    title: '自选',
    all: '全部',
    breadth: '共 {total} 个品种，{up} 涨，{down} 跌',
    loading: '正在等待品种列表',
    empty: '尚无任何成交',
    failed: '品种列表加载失败',
    resize: '自选列表的宽度',
    sortBy: '按{column}排序',
    other: '其他',
  },
}
