import { APPLICATION_IDENTIFIERS } from './application-identifiers.ts'
import type { Element, Fault } from './elements.ts'

/** Keys that a digital signature wants with their serial, and how long they are without. */
const SERIALISED: readonly (readonly [ai: string, bare: number])[] = [
  ['253', 13],
  ['255', 13],
  ['8003', 14],
]

/**
 * General Specifications §4.13 and §4.14: what the elements of one label break together, each by itself being right. A pallet
 * label splits its elements over two symbols: put those of both together before asking. Undefined where nothing is wrong.
 */
export function faultOfLabel(elements: readonly Element[]): Fault | undefined {
  return repeated(elements) ?? excluded(elements) ?? missing(elements) ?? unserialised(elements)
}

function repeated(elements: readonly Element[]): Fault | undefined {
  const values = new Map<string, string>()
  for (const { ai, value } of elements) {
    const before = values.get(ai)
    if (before !== undefined && before !== value) return { rule: 'repeated-otherwise', ai }
    values.set(ai, value)
  }
  return undefined
}

/** `31nn` is any identifier of four digits that begins so. */
function fits(pattern: string, ai: string): boolean {
  if (pattern.length !== ai.length) return false
  const stem = pattern.replace(/n+$/, '')
  return ai.startsWith(stem)
}

function excluded(elements: readonly Element[]): Fault | undefined {
  for (const { ai } of elements) {
    const excludes = APPLICATION_IDENTIFIERS.get(ai)?.excludes ?? []
    const other = elements.find(
      (one) => one.ai !== ai && excludes.some((pattern) => fits(pattern, one.ai)),
    )
    if (other !== undefined) return { rule: 'not-together', ai: other.ai }
  }
  return undefined
}

function missing(elements: readonly Element[]): Fault | undefined {
  const there = (pattern: string): boolean => elements.some(({ ai }) => fits(pattern, ai))
  for (const { ai } of elements) {
    const needs = APPLICATION_IDENTIFIERS.get(ai)?.needs ?? []
    const met = needs.every((any) => any.some((all) => all.split('+').every(there)))
    if (!met) return { rule: 'needs-others', ai }
  }
  return undefined
}

function unserialised(elements: readonly Element[]): Fault | undefined {
  if (!elements.some(({ ai }) => ai === '8030')) return undefined
  const bare = elements.find(({ ai, value }) =>
    SERIALISED.some(([key, length]) => key === ai && value.length === length),
  )
  return bare && { rule: 'signature-needs-serial', ai: bare.ai }
}
