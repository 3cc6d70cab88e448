import { watchEffect } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRoute } from 'vue-router'
import { FURTHER_VIEWS, VIEWS } from './views.js'

/** Names the view in the title, so that tabs and histories can be told apart; a view of several things adds which one. */
export function usePageTitle(): void {
  const { t } = useI18n()
  const route = useRoute()
  watchEffect(() => {
    const view = [...VIEWS, ...FURTHER_VIEWS].find(({ route: name }) => name === route.name)
    const { instrument } = route.query
    const name = view === undefined ? null : t(view.text)
    const what = route.name === 'trade' && typeof instrument === 'string' && instrument !== '' ? `${instrument} · ` : ''
    document.title = name === null ? t('app.title') : what + t('title.of', { view: name })
  })
}
