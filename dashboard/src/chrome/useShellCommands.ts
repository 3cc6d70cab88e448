import { useI18n } from 'vue-i18n'
import { useRoute, useRouter } from 'vue-router'
import { useWebSocket } from '../composables/useWebSocket.js'
import type { PageCommand } from '../keys/page-command.js'
import { usePageCommands } from '../keys/usePageCommands.js'
import { DIRECTIONS, LANGUAGES, THEME_CHOICES, TIME_ZONES } from '../settings/preferences.js'
import { useSettings } from '../settings/settings.js'
import { carriedQuery } from './carried-query.js'
import { copyText } from './copy-text.js'
import { useToasts } from './toasts.js'
import { FURTHER_VIEWS, VIEWS } from './views.js'

/** What can be done wherever one is: go to a view, turn a setting, copy the address. */
export function useShellCommands(): void {
  const { t } = useI18n()
  const route = useRoute()
  const router = useRouter()
  const settings = useSettings()
  const toasts = useToasts()
  const { status, retryNow } = useWebSocket()

  const views = (): PageCommand[] =>
    [...VIEWS, ...FURTHER_VIEWS].map(({ route: name, text }) => ({
      id: `view.${name}`,
      group: 'view',
      text: t('action.open', { view: t(text) }),
      also: name,
      run: () => void router.push({ name, query: carriedQuery(route.query) }),
    }))

  const choices = (): PageCommand[] => {
    const setting = (id: string, name: string, choice: string, run: () => void): PageCommand => ({
      id: `setting.${id}`,
      group: 'setting',
      text: t('action.set', { setting: name, choice }),
      also: id.replaceAll('.', ' '),
      run,
    })
    return [
      ...THEME_CHOICES.map((theme) =>
        setting(`theme.${theme}`, t('settings.theme'), t(`settings.themes.${theme}`), () => {
          settings.choose({ theme })
        }),
      ),
      ...DIRECTIONS.map((direction) =>
        setting(`direction.${direction}`, t('settings.direction'), t(`settings.directions.${direction}`), () => {
          settings.choose({ direction })
        }),
      ),
      ...LANGUAGES.map((language) =>
        setting(`language.${language}`, t('settings.language'), t(`settings.languages.${language}`), () => {
          settings.choose({ language })
        }),
      ),
      ...TIME_ZONES.map((timeZone) =>
        setting(`timeZone.${timeZone}`, t('settings.timeZone'), t(`settings.timeZones.${timeZone}`), () => {
          settings.choose({ timeZone })
        }),
      ),
    ]
  }

  async function copyAddress(): Promise<void> {
    const isCopied = await copyText(location.href)
    toasts.show(isCopied ? { text: t('action.copied'), tone: 'good' } : { text: t('action.notCopied'), tone: 'warn' })
  }

  const actions = (): PageCommand[] => [
    {
      id: 'action.copyAddress',
      group: 'action',
      text: t('action.copyAddress'),
      also: 'copy url link share',
      run: () => void copyAddress(),
    },
    {
      id: 'action.fullScreen',
      group: 'action',
      text: t('action.fullScreen'),
      also: 'full screen',
      // A browser may refuse (policy): the page is whole without it.
      run: () =>
        void (
          document.fullscreenElement === null ? document.documentElement.requestFullscreen() : document.exitFullscreen()
        ).catch(() => undefined),
    },
    ...(status.value.state === 'live' || status.value.state === 'catchingUp'
      ? []
      : [
          {
            id: 'action.retryNow',
            group: 'action' as const,
            text: t('action.retryNow'),
            also: 'reconnect retry',
            run: retryNow,
          },
        ]),
  ]

  usePageCommands(() => [...views(), ...choices(), ...actions()])
}
