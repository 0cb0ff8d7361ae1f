import type { Json, JsonObject } from '../event/event.ts'
import { step } from '../event/pointer.ts'
import type { Problem } from '../problem.ts'

/** A parameter as it was given, in whatever binding: its name, its values as text, and where it stood. */
export type Given = {
  readonly name: string
  readonly at: string
  readonly values: readonly string[]
}

export type AllGiven = {
  readonly given: readonly Given[]
  readonly problems: readonly Problem[]
}

/** Pairs of a query string: lists are split at `|`. */
export function fromPairs(pairs: Iterable<readonly [name: string, text: string]>): AllGiven {
  return each(
    pairs,
    (name) => `?${name}`,
    (text) => text.split('|'),
  )
}

/** Names with lists of texts, as XML has them: `<string>` children, one text, or nothing. */
export function fromLists(
  params: Iterable<readonly [name: string, values: readonly string[]]>,
): AllGiven {
  return each(
    params,
    (name) => name,
    (values) => values,
  )
}

/** The members of a JSON object but `@context`: a text, number or boolean, a list of these, or null for a parameter without value. */
export function fromObject(body: JsonObject): AllGiven {
  const given: Given[] = []
  const problems: Problem[] = []
  for (const [name, value] of Object.entries(body)) {
    if (name === '@context') continue
    const at = step(name)
    const values = valuesOf(value)
    if (values === undefined) {
      const says = 'is a text, a number, true or false, or a list of these'
      problems.push({ at, rule: 'wrong-type', says })
    } else given.push({ name, at, values: values.filter((text) => text !== '') })
  }
  return { given, problems }
}

function valuesOf(value: Json): readonly string[] | undefined {
  if (value === null) return []
  if (typeof value !== 'object') return [String(value)]
  if (!Array.isArray(value)) return undefined
  const entries = value as readonly Json[]
  return entries.some((entry) => typeof entry === 'object') ? undefined : entries.map(String)
}

/** Empty texts are no values: an empty parameter sets no condition (EPCIS 1.0 conformance, SE73). */
function each<V>(
  params: Iterable<readonly [name: string, value: V]>,
  at: (name: string) => string,
  texts: (value: V) => readonly string[],
): AllGiven {
  const given: Given[] = []
  const problems: Problem[] = []
  const seen = new Set<string>()
  for (const [name, value] of params) {
    if (seen.has(name)) {
      const says = 'is given twice; put alternatives in one'
      problems.push({ at: at(name), rule: 'repeated', says })
    } else given.push({ name, at: at(name), values: texts(value).filter((text) => text !== '') })
    seen.add(name)
  }
  return { given, problems }
}
