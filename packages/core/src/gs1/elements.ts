import { allOf, CSET39, CSET82, DIGITS } from '../id/characters.ts'
import {
  APPLICATION_IDENTIFIERS,
  type ApplicationIdentifier,
  type Component,
} from './application-identifiers.ts'
import { LINTS } from './lint.ts'

/** An application identifier and its raw value. */
export type Element = { readonly ai: string; readonly value: string }

/** What is wrong, and with which identifier if with one. */
export type Fault = { readonly rule: string; readonly ai?: string }

export type ReadElements =
  | { readonly ok: true; readonly elements: readonly Element[] }
  | { readonly ok: false; readonly fault: Fault }

export const fault = (rule: string, ai?: string): { ok: false; fault: Fault } => ({
  ok: false,
  fault: ai === undefined ? { rule } : { rule, ai },
})

/** FNC1 as a scanner sends it (GS), and as GS1's tools write it. */
export const FNC1 = '\u001D'
const WRITTEN_FNC1 = '^'

/** The rule that a value of an application identifier breaks: its length, its characters, or what its parts have to be. */
export function faultOfValue(
  { components }: ApplicationIdentifier,
  value: string,
): string | undefined {
  if (value === '') return 'empty'
  const pieces = piecesOf(components, value)
  if (typeof pieces === 'string') return pieces
  for (const [{ set, lints }, piece] of pieces) {
    const wrong = faultOfSet(set, piece) ?? firstFault(lints, piece)
    if (wrong !== undefined) return wrong
  }
  return undefined
}

type Piece = readonly [component: Component, text: string]

function piecesOf(components: readonly Component[], value: string): readonly Piece[] | string {
  const pieces: Piece[] = []
  let from = 0
  for (const component of components) {
    if (component.optional && from === value.length) break
    const piece = value.slice(from, from + component.longest)
    if (piece.length < component.shortest) return 'incorrect-length'
    pieces.push([component, piece])
    from += piece.length
  }
  return from < value.length ? 'too-long' : pieces
}

function faultOfSet(set: Component['set'], text: string): string | undefined {
  if (set === 'N') return allOf(DIGITS, text) ? undefined : 'non-digit-character'
  if (set === 'X') return allOf(CSET82, text) ? undefined : 'invalid-cset82-character'
  if (set === 'Y') return allOf(CSET39, text) ? undefined : 'invalid-cset39-character'
  return LINTS.get('cset64')?.(text)
}

function firstFault(names: readonly string[], text: string): string | undefined {
  for (const name of names) {
    const wrong = LINTS.get(name)?.(text)
    if (wrong !== undefined) return wrong
  }
  return undefined
}

/** `(01)09521234001010(21)abc`; a bracket within a value is written `\(`. Each identifier and value is judged. */
export function readBracketedStrictly(text: string): ReadElements {
  const element = /\((\d*[^)]*)\)((?:\\\(|[^(])*)/y
  const elements: Element[] = []
  while (element.lastIndex < text.length) {
    const [, ai, given] = element.exec(text) ?? []
    if (ai === undefined || given === undefined) return fault('not-bracketed')
    const value = given.replaceAll('\\(', '(')
    const wrong = judged(ai, value)
    if (wrong !== undefined) return fault(wrong, ai)
    elements.push({ ai, value })
  }
  return elements.length === 0 ? fault('not-bracketed') : { ok: true, elements }
}

function judged(ai: string, value: string): string | undefined {
  const known = APPLICATION_IDENTIFIERS.get(ai)
  if (known === undefined) return 'unknown-ai'
  if (value.includes(WRITTEN_FNC1)) return 'illegal-fnc1'
  return faultOfValue(known, value)
}

/** An element string as a symbol carries it: FNC1 first (GS, or `^`), and after each value of no predefined length but the last. */
export function readMessage(given: string): ReadElements {
  const text = given.replaceAll(WRITTEN_FNC1, FNC1)
  if (!text.startsWith(FNC1)) return fault('no-fnc1-first')
  const elements: Element[] = []
  let from = 1
  while (from < text.length) {
    const known = identifierAt(text, from)
    if (known === undefined) return fault('unknown-ai')
    const start = from + known.ai.length
    const end = endOf(known, text, start)
    const value = text.slice(start, end)
    const wrong = faultOfValue(known, value)
    if (wrong !== undefined) return fault(wrong, known.ai)
    elements.push({ ai: known.ai, value })
    from = text[end] === FNC1 ? end + 1 : end
  }
  return elements.length === 0 ? fault('empty') : { ok: true, elements }
}

function identifierAt(text: string, from: number): ApplicationIdentifier | undefined {
  for (const length of [2, 3, 4]) {
    const known = APPLICATION_IDENTIFIERS.get(text.slice(from, from + length))
    if (known !== undefined) return known
  }
  return undefined
}

function endOf({ fixed, components }: ApplicationIdentifier, text: string, start: number): number {
  const next = text.indexOf(FNC1, start)
  const end = next < 0 ? text.length : next
  const whole = components.reduce((sum, { longest }) => sum + longest, 0)
  return fixed ? Math.min(start + whole, end) : end
}

/** The elements as one string, FNC1 where one is needed, written `^` as GS1's tools do. */
export function messageOf(elements: readonly Element[]): string {
  return elements
    .map(({ ai, value }, i) => {
      const before = elements[i - 1]
      const ended = before === undefined || APPLICATION_IDENTIFIERS.get(before.ai)?.fixed !== true
      return `${ended ? WRITTEN_FNC1 : ''}${ai}${value}`
    })
    .join('')
}
