import { defineStore } from 'pinia'
import { ref } from 'vue'
import { keep, readKept } from '../composables/kept-text.js'

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
  if (asked !== null) keep(STORAGE_KEY, shaped(asked), 'tab')
  const name = ref(shaped(readKept(STORAGE_KEY, 'tab') ?? readKept(STORAGE_KEY) ?? ''))

  function choose(text: string): void {
    name.value = shaped(text)
    keep(STORAGE_KEY, name.value, 'tab')
    keep(STORAGE_KEY, name.value)
  }
  return { name, choose }
})
