import type { Name } from './ask.ts'

export type Lang = 'zh' | 'en'

/** A phrase in both languages; `{name}` marks a hole. The compiler lists what is missing. */
export type Words = { readonly zh: string; readonly en: string }

/** The phrase in one language, its holes filled. A hole without a filling is a mistake and throws. */
export function say(
  words: Words,
  lang: Lang,
  holes: Readonly<Record<string, string | number>> = {},
): string {
  return words[lang].replace(/\{(\w+)\}/g, (_, hole: string) => {
    const filling = holes[hole]
    if (filling === undefined) throw new TypeError(`Nothing to put in {${hole}}: ${words.en}`)
    return String(filling)
  })
}

/** A name in the reader's language, else in the other, with the language it is then in; undefined when there is none. */
export function nameIn(
  name: Name | undefined,
  lang: Lang,
): { readonly text: string; readonly lang: Lang } | undefined {
  const other = lang === 'zh' ? 'en' : 'zh'
  for (const each of [lang, other] as const) {
    const text = name?.[each]
    if (text !== undefined && text !== '') return { text, lang: each }
  }
  return undefined
}

/** A table asked with words from a wire: only its own rows answer, never what every object inherits. */
export function table<T>(rows: Readonly<Record<string, T>>): ReadonlyMap<string, T> {
  return new Map(Object.entries(rows))
}
