import { useEventListener } from '@vueuse/core'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { keep, readKept } from '../composables/kept-text.js'
import type { AlertEvent, AlertRule } from './alert-rule.js'
import { LOG_KEY, MOST_KEPT, readLog, readRules, RULES_KEY, writeLog, writeRules } from './kept-alerts.js'

/** The rules and what they told, kept in the browser and the same in all its pages. */
export const useAlertBook = defineStore('alerts', () => {
  const rules = shallowRef<readonly AlertRule[]>(readRules(readKept(RULES_KEY)))
  /** Newest first. */
  const log = shallowRef<readonly AlertEvent[]>(readLog(readKept(LOG_KEY)))

  // Told of by the browser when another page has written.
  useEventListener(window, 'storage', ({ key, newValue }) => {
    if (key === RULES_KEY) rules.value = readRules(newValue)
    if (key === LOG_KEY) log.value = readLog(newValue)
  })

  function setRules(next: readonly AlertRule[]): void {
    rules.value = next
    keep(RULES_KEY, writeRules(next))
  }
  /** Adds the rule, or replaces the one of the same id. */
  function put(rule: AlertRule): void {
    const isKnown = rules.value.some(({ id }) => id === rule.id)
    setRules(isKnown ? rules.value.map((known) => (known.id === rule.id ? rule : known)) : [...rules.value, rule])
  }
  function remove(id: string): void {
    setRules(rules.value.filter((rule) => rule.id !== id))
  }
  /** Writes down those that are not there yet, and answers them. */
  function enter(events: readonly AlertEvent[]): readonly AlertEvent[] {
    // What another page wrote a moment ago may not have been told yet.
    const kept = readLog(readKept(LOG_KEY))
    const known = new Set([...kept, ...log.value].map(({ id }) => id))
    const merged = new Map([...kept, ...log.value, ...events].map((event) => [event.id, event]))
    log.value = [...merged.values()].sort((a, b) => b.atMs - a.atMs).slice(0, MOST_KEPT)
    keep(LOG_KEY, writeLog(log.value))
    return events.filter(({ id }) => !known.has(id))
  }
  function clearLog(): void {
    log.value = []
    keep(LOG_KEY, writeLog([]))
  }
  /** When the rule last told something, by the server's clock. */
  const alertedAtMs = (id: string): number | null => log.value.find(({ ruleId }) => ruleId === id)?.atMs ?? null

  return { rules, log, setRules, put, remove, enter, clearLog, alertedAtMs }
})
