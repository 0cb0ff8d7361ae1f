import type { Language } from '../../words.ts'

/** A moment as the reader's clock shows it. */
export function momentOf(iso: string, language: Language): string {
  return new Date(iso).toLocaleString(language === 'zh' ? 'zh-CN' : 'en-GB', {
    dateStyle: 'medium',
    timeStyle: 'medium',
  })
}
