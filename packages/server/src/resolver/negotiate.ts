import type { Lang } from './words.ts'

/** One choice of an `Accept…` header, best first; what is refused by `q=0` is left out (RFC 9110 section 12.4.2). */
function choicesIn(header: string): readonly string[] {
  return header
    .split(',')
    .map((part) => {
      const [value = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase())
      const q = parameters.find((text) => text.startsWith('q='))?.slice(2)
      return { value, q: q === undefined ? 1 : Number(q) || 0 }
    })
    .filter(({ value, q }) => value !== '' && q > 0)
    .toSorted((a, b) => b.q - a.q)
    .map(({ value }) => value)
}

/** The reader's language: what the address asks for (`?lang=`), else what the browser prefers, else Chinese. */
export function languageOf(asked: string | undefined, acceptLanguage: string | undefined): Lang {
  if (asked === 'zh' || asked === 'en') return asked
  const choices = choicesIn(acceptLanguage ?? '')
  for (const choice of choices) {
    if (/^zh\b/.test(choice)) return 'zh'
    if (/^en\b/.test(choice)) return 'en'
  }
  return choices.length === 0 || choices[0] === '*' ? 'zh' : 'en'
}

/** Whether a person is reading: HTML is asked for, and nothing of JSON before it. */
export function prefersHtml(accept: string | undefined): boolean {
  const choices = choicesIn(accept ?? '')
  const page = choices.findIndex((choice) =>
    /^(?:text\/(?:html|\*)|application\/xhtml\+xml)$/.test(choice),
  )
  const json = choices.findIndex((choice) => /^application\/(?:[\w.-]+\+)?json$/.test(choice))
  return page >= 0 && (json < 0 || page < json)
}
