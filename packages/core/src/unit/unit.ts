import { LINEAR, TEMPERATURES } from './table.ts'

/** A unit by its UN/CEFACT Rec 20 code: in its dimension's base unit a value is `value * factor + offset`. */
export type Unit = {
  readonly dimension: string
  readonly factor: number
  readonly offset: number
}

const UNITS: ReadonlyMap<string, Unit> = new Map<string, Unit>([
  ...Object.entries(LINEAR).flatMap(([dimension, codes]) =>
    [...codes.matchAll(/(\S+)\s+(\S+)/g)].map(
      ([, code = '', factor]) => [code, { dimension, factor: Number(factor), offset: 0 }] as const,
    ),
  ),
  ...TEMPERATURES.map(
    ([code, factor, offset]) => [code, { dimension: 'temperature', factor, offset }] as const,
  ),
])

/** Every code that can be converted. */
export const UNIT_CODES: Iterable<string> = UNITS.keys()

/** The unit of a code; one that is not known is a dimension by itself, and compares with nothing else. */
export function unitOf(code: string): Unit {
  return UNITS.get(code) ?? { dimension: `unit ${code}`, factor: 1, offset: 0 }
}

/** A value in its dimension's base unit. A difference (a standard deviation) has no zero to be moved: its factor alone counts. */
export function inBase(value: number, { factor, offset }: Unit, difference = false): number {
  return difference ? value * factor : value * factor + offset
}
