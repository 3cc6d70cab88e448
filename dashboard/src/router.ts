import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import TradeView from './views/TradeView.vue'

const routes: RouteRecordRaw[] = [
  { path: '/trade', name: 'trade', component: TradeView },
  { path: '/board/:id?', name: 'board', component: () => import('./boards/BoardView.vue') },
  { path: '/wall/:playlist?/:board?', name: 'wall', component: () => import('./wall/WallView.vue') },
  { path: '/link', name: 'link', component: () => import('./views/link/LinkView.vue') },
  { path: '/alerts', name: 'alerts', component: () => import('./alerts/AlertsView.vue') },
  { path: '/settings', name: 'settings', component: () => import('./settings/SettingsView.vue') },
  // Settings asked for by the address (`?lang=…`) survive the way to the default view.
  { path: '/:rest(.*)*', redirect: ({ query }) => ({ name: 'trade', query }) },
]

export const createRoutes = () => createRouter({ history: createWebHistory(), routes })
