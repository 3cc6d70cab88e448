import type { settings as texts } from '../en/settings.js'
import type { Texts } from '../texts.js'

export const settings: Texts<typeof texts> = {
  settings: {
    title: '设置',
    language: '语言',
    direction: '上涨颜色',
    theme: '亮度',
    greenUp: '绿',
    redUp: '红',
    blueOrange: '蓝',
    dark: '日间',
    night: '夜间',
    en: 'English',
    zhCn: '中文',
  },
}
