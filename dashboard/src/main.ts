import '@fontsource-variable/inter/wght.css'
import './styles/tokens.css'
import './styles/base.css'
import './styles/controls.css'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { provideLink } from './composables/provideLink.js'
import { createTexts } from './i18n/i18n.js'
import { createRoutes } from './router.js'

const app = createApp(App)
provideLink(app)
app.use(createPinia()).use(createTexts('en')).use(createRoutes()).mount('#app')
