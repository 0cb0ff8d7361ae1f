import { createContext, use, useCallback, useEffect, useState, type ReactNode } from 'react'
import { languageFor, WORDS, type Language, type Words } from './words.ts'

type Said = {
  readonly language: Language
  readonly words: Words
  readonly turn: () => void
}

const Context = createContext<Said>({ language: 'en', words: WORDS.en, turn: () => undefined })

const REMEMBERED = 'suyuan.language'

/** The words in the reader's language: the one chosen here before, else the browser's. */
export function SaidIn({ children }: { readonly children: ReactNode }): ReactNode {
  const [language, setLanguage] = useState(() =>
    languageFor(localStorage.getItem(REMEMBERED), navigator.languages),
  )
  const turn = useCallback(() => {
    const next = language === 'zh' ? 'en' : 'zh'
    localStorage.setItem(REMEMBERED, next)
    setLanguage(next)
  }, [language])
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  }, [language])
  return <Context value={{ language, words: WORDS[language], turn }}>{children}</Context>
}

export function useSaid(): Said {
  return use(Context)
}
