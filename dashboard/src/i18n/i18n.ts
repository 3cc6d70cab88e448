import { createI18n } from 'vue-i18n'
import { en } from './en.js'
import { zhCn } from './zh-cn.js'

export const messages = { en, 'zh-CN': zhCn }

/** Texts by vue-i18n; messages are interpreted, never compiled to code, so that no Content-Security-Policy forbids them. */
export const createTexts = (locale: keyof typeof messages) =>
  createI18n({ legacy: false, locale, fallbackLocale: 'en', messages })
