import { createI18n } from 'vue-i18n'
import type { Language } from '../settings/preferences.js'
import { en, type Messages } from './en.js'

/** English is always there; it stands in until another language has come. */
const loaders: Record<Exclude<Language, 'en'>, () => Promise<Messages>> = {
  'zh-CN': async () => (await import('./zh-cn.js')).zhCn,
}

/** Texts by vue-i18n; messages are interpreted, never compiled to code, so that no Content-Security-Policy forbids them. */
export const createTexts = (locale: 'en') =>
  createI18n({ legacy: false, locale, fallbackLocale: 'en', messages: { en } })

/** The part of vue-i18n's composer that holds the texts. */
export interface TextShelf {
  readonly availableLocales: readonly string[]
  setLocaleMessage(language: string, messages: Messages): void
}

/** Resolves when the texts of `language` are on the shelf; rejects when they cannot be loaded. */
export async function fetchTexts(shelf: TextShelf, language: Language): Promise<void> {
  if (language === 'en' || shelf.availableLocales.includes(language)) return
  shelf.setLocaleMessage(language, await loaders[language]())
}
