import { useI18n } from 'vue-i18n'
import { useFormats } from '../../figures/useFormats.js'

/** Prints milliseconds, with a tenth below ten; a dash for what is not known. */
export function useMs(): (value: number | null | undefined) => string {
  const { t } = useI18n()
  const formats = useFormats()
  return (value) => (value == null ? '—' : t('linkView.ms', { value: formats.value.number(value, value < 10 ? 1 : 0) }))
}
