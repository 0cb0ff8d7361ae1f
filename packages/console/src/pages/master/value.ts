import type { MasterAttribute } from '../../answers.ts'

type Language = 'zh' | 'en'

/** A value as a person reads it: what is said in the reader's language, else all that is said. */
export function shown(value: unknown, language: Language): string {
  if (value === null || value === undefined) return ''
  if (typeof value !== 'object') return String(value as string | number | boolean)
  if (Array.isArray(value)) {
    const own = value.filter((one) => languageOf(one)?.startsWith(language) === true)
    return (own.length > 0 ? own : value).map((one) => shown(one, language)).join('; ')
  }
  const object = value as Readonly<Record<string, unknown>>
  const inner = object['@value'] ?? object['@set'] ?? object['#text']
  return inner === undefined ? JSON.stringify(value) : shown(inner, language)
}

function languageOf(value: unknown): string | undefined {
  const language = (value as { readonly '@language'?: unknown } | null)?.['@language']
  return typeof language === 'string' ? language : undefined
}

/** CBV's names of parties and places, and of products. */
const NAMES = [/mda[:#]{0,2}name$/, /mda[:#]{0,2}descriptionShort$/, /\/voc\/productName$/]

/** What a thing is called by its attributes. */
export function nameOf(
  attributes: readonly MasterAttribute[] | undefined,
  language: Language,
): string | undefined {
  for (const name of NAMES) {
    const found = attributes?.find(({ id }) => name.test(id))
    const text = found === undefined ? '' : shown(found.attribute, language)
    if (text !== '') return text
  }
  return undefined
}
