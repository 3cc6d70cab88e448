import type { chrome as texts } from '../en/chrome.js'
import type { Texts } from '../texts.js'

export const chrome: Texts<typeof texts> = {
  app: { title: 'Tickwall' },
  nav: { trade: '行情', wall: '大屏', main: '主导航' },
  search: {
    label: '搜索代码',
    placeholder: '搜索代码',
    short: '搜索',
    empty: '没有与“{query}”匹配的代码',
    hint: '回车打开，方向键选择，Esc 关闭',
  },
  panel: {
    broken: '此面板出错。',
    again: '重试',
    denied: '此处无权查看该主题。',
    retry: '重新加载',
  },
  pane: { label: '面板', list: '列表', chart: '图表', trades: '成交' },
  footer: {
    messages: '消息',
    updates: '更新',
    data: '流量',
    gaps: '缺口',
    reconnects: '重连',
    lag: '延迟 p95',
    build: '版本',
  },
  help: {
    title: '快捷键',
    open: '快捷键帮助',
    close: '关闭',
    search: '搜索代码：直接输入',
    palette: '随处搜索',
    rows: '上一行、下一行',
    chart: '从列表到图表',
    interval: '图表周期',
    live: '最新一根',
    help: '本页',
  },
  clock: { utc: 'UTC{offset}' },
  age: { unknown: '尚无数值' },
}
