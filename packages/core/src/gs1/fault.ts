/** What is wrong with a value, as a rule in a word or two; the sentence for people is made of it where it is told. */
export type Lint = (value: string) => string | undefined

/** The first fault that any of these finds. */
export function firstOf(...lints: readonly Lint[]): Lint {
  return (value) => {
    for (const lint of lints) {
      const fault = lint(value)
      if (fault !== undefined) return fault
    }
    return undefined
  }
}

/** A value that a pattern takes, or this fault. */
export function matching(pattern: RegExp, fault: string): Lint {
  return (value) => (pattern.test(value) ? undefined : fault)
}

export const digits: Lint = matching(/^\d*$/, 'non-digit-character')
