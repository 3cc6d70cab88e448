import '@fontsource-variable/inter/wght.css'
import './styles/tokens.css'
import './styles/base.css'
import './styles/controls.css'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { provideLink } from './composables/provideLink.js'
import { createTexts, fetchTexts } from './i18n/i18n.js'
import { createRoutes } from './router.js'
import { useSettings } from './settings/settings.js'

const app = createApp(App)
provideLink(app)
const pinia = createPinia()
const texts = createTexts('en')
app.use(pinia).use(texts).use(createRoutes())
// Nobody is shown another language first; if its texts cannot be had, the page says so and goes on in English.
void fetchTexts(texts.global, useSettings(pinia).language)
  .catch(() => undefined)
  .then(() => app.mount('#app'))
