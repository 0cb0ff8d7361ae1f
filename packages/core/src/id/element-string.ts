/** Application identifiers and raw values, in the order they stand. */
export type Elements = readonly (readonly [ai: string, value: string])[]

const FNC1 = '\u001D'

/** How long an application identifier is, by its first two digits (GS1 General Specifications §7.8.5, Syntax Dictionary). */
const AI_LENGTH: ReadonlyMap<string, number> = new Map([
  ...numbered(
    [
      [0, 3],
      [10, 22],
      [30, 30],
      [37, 37],
      [90, 99],
    ],
    2,
  ),
  ...numbered(
    [
      [23, 25],
      [40, 42],
      [71, 71],
    ],
    3,
  ),
  ...numbered(
    [
      [31, 36],
      [39, 39],
      [43, 43],
      [70, 70],
      [72, 72],
      [80, 82],
    ],
    4,
  ),
])

/** How long identifier and value are together where no FNC1 follows (General Specifications figure 7.8.5-2). */
const PREDEFINED: ReadonlyMap<string, number> = new Map([
  ['00', 20],
  ...numbered([[1, 3]], 16),
  ['04', 18],
  ...numbered([[11, 19]], 8),
  ['20', 4],
  ...numbered([[31, 36]], 10),
  ['41', 16],
])

function numbered(
  ranges: readonly (readonly [from: number, to: number])[],
  length: number,
): (readonly [string, number])[] {
  return ranges.flatMap(([from, to]) =>
    Array.from(
      { length: to - from + 1 },
      (_, i) => [String(from + i).padStart(2, '0'), length] as const,
    ),
  )
}

/**
 * An element string as a scanner sends it: identifiers and values one after the other, FNC1 (GS, U+001D, or `^` as the
 * reference engine writes it) after each value of no predefined length. Undefined where no identifier begins or a value is cut short.
 */
export function readElements(data: string): Elements | undefined {
  const text = data.replaceAll('^', FNC1)
  const found: [string, string][] = []
  for (let i = text.startsWith(FNC1) ? 1 : 0; i < text.length;) {
    const start = text.slice(i, i + 2)
    const aiEnd = i + (AI_LENGTH.get(start) ?? Infinity)
    const fixed = PREDEFINED.get(start)
    const next = text.indexOf(FNC1, i)
    const end = fixed === undefined ? (next < 0 ? text.length : next) : i + fixed
    const ai = text.slice(i, aiEnd)
    const value = text.slice(aiEnd, end)
    if (!/^\d{2,4}$/.test(ai) || value === '' || end > text.length || value.includes(FNC1))
      return undefined
    found.push([ai, value])
    i = text[end] === FNC1 ? end + 1 : end
  }
  return found.length === 0 ? undefined : found
}

/** `(01)09521234001010(21)abc` as people read it under a symbol; a bracket inside a value is written `\(`. */
export function readBracketed(text: string): Elements | undefined {
  const element = /\s*\((\d{2,4})\)\s*((?:\\\(|[^(])*)/y
  const found: [string, string][] = []
  while (element.lastIndex < text.length) {
    const [, ai, value] = element.exec(text) ?? []
    if (ai === undefined || value === undefined || value.trim() === '') return undefined
    found.push([ai, value.trim().replaceAll('\\(', '(')])
  }
  return found.length === 0 ? undefined : found
}
