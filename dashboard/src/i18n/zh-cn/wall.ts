import type { wall as texts } from '../en/wall.js'
import type { Texts } from '../texts.js'

export const wall: Texts<typeof texts> = {
  wall: {
    title: '市场总览',
    movers: '异动',
    moversBy: '面积为成交笔数，颜色为涨跌幅',
    hosts: '主机',
    cpu: 'CPU',
    memory: '内存',
    eventLoop: '事件循环延迟',
    network: '网络',
    received: '接收',
    sent: '发送',
    load: '负载',
    disk: '磁盘',
    threshold: '阈值 {value}',
    noMetrics: '尚无主机上报',
    noMovers: '尚无成交额',
    age: '时效 {age}',
    peak: '峰值 {value}',
    leave: '返回行情',
    fullScreen: '全屏（f）',
  },
}
