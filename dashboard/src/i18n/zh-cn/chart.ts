import type { chart as texts } from '../en/chart.js'
import type { Texts } from '../texts.js'

export const chart: Texts<typeof texts> = {
  chart: {
    title: '{instrument} 图表',
    interval: '周期',
    style: '样式',
    candles: '蜡烛',
    line: '折线',
    table: '表格',
    tableTitle: '{instrument} K线数据',
    saveCsv: '存为 CSV',
    average: 'MA 20',
    closesIn: '距收线',
    jumpToLive: '最新',
    jumpToLiveHint: '回到最新一根（End）',
    open: '开',
    high: '高',
    low: '低',
    close: '收',
    volume: '量',
    loading: '正在等待K线',
    empty: '此周期尚无成交',
    zoomHint: '滚轮缩放，拖动平移',
  },
  bar: {
    time: '时间',
    open: '开盘',
    high: '最高',
    low: '最低',
    close: '收盘',
    volume: '成交量',
    trades: '笔数',
  },
}
