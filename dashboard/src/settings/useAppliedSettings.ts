import { storeToRefs } from 'pinia'
import { watch, watchEffect } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRoute, useRouter } from 'vue-router'
import { fetchTexts } from '../i18n/i18n.js'
import { useSettings } from './settings.js'

/** Tints the browser's own bars, where it has any, like the page. */
function paintBrowser(): void {
  const color = getComputedStyle(document.documentElement).getPropertyValue('--bg-0').trim()
  if (color !== '') document.querySelector('meta[name="theme-color"]')?.setAttribute('content', color)
}

/** Carries the settings to where they are seen: the texts, the root element that the tokens look at, and an address that named them. */
export function useAppliedSettings(): void {
  const settings = storeToRefs(useSettings())
  const texts = useI18n()
  const route = useRoute()
  const router = useRouter()

  // At once, not before the next render: canvases read the colours of the tokens as soon as a setting changes.
  watchEffect(
    () => {
      const root = document.documentElement
      root.dataset['direction'] = settings.direction.value
      root.dataset['theme'] = settings.theme.value
      paintBrowser()
      root.dataset['motion'] = settings.isMoving.value ? 'full' : 'reduced'
    },
    { flush: 'sync' },
  )

  watch(
    settings.language,
    async (language) => {
      try {
        await fetchTexts(texts, language)
      } catch (fault) {
        // Without its texts the page goes on in the language it has.
        console.error('the texts of a language could not be loaded', fault)
        return
      }
      // Meanwhile another one may have been chosen.
      if (settings.language.value !== language) return
      texts.locale.value = language
      document.documentElement.lang = language
    },
    { immediate: true },
  )

  // An address that names a setting keeps telling the truth after the setting was changed by hand.
  watchEffect(() => {
    const named = {
      lang: settings.language.value,
      dir: settings.direction.value,
      theme: settings.themeChoice.value ?? settings.theme.value,
    }
    const outdated = Object.entries(named).filter(([name, value]) => name in route.query && route.query[name] !== value)
    if (outdated.length > 0)
      void router.replace({ query: { ...route.query, ...Object.fromEntries(outdated) }, hash: route.hash })
  })
}
