import { defineStore } from 'pinia'
import { ref } from 'vue'
import { readTab, writeTab } from './session-store.js'

const STORAGE_KEY = 'tickwall.screenName'
/** As many as a gateway takes. */
export const MAX_NAME_CHARS = 64

const shaped = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cs}]/gu, '')
    .trim()
    .slice(0, MAX_NAME_CHARS)

/** The name by which an operator speaks of this screen: of the address (`?screen=lobby`), for this tab, else as it was set. */
export const useScreenName = defineStore('screenName', () => {
  const asked = new URLSearchParams(window.location.search).get('screen')
  if (asked !== null) writeTab(STORAGE_KEY, shaped(asked))
  const name = ref(shaped(readTab(STORAGE_KEY) ?? readStorage() ?? ''))

  function choose(text: string): void {
    name.value = shaped(text)
    writeTab(STORAGE_KEY, name.value)
    writeStorage(name.value)
  }
  return { name, choose }
})

function readStorage(): string | null {
  try {
    return window.localStorage.getItem(STORAGE_KEY)
  } catch {
    return null
  }
}

function writeStorage(text: string): void {
  try {
    window.localStorage.setItem(STORAGE_KEY, text)
  } catch (refused) {
    console.info('the name of the screen lasts only as long as this page', refused)
  }
}
