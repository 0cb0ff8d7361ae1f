import type { Runs } from './runs.ts'

/** One line of the table: what was measured, against what, and how far it is to reach. */
export type Line = {
  readonly what: string
  readonly ours: string
  readonly against: string
  /** Missing where it is only told. A `reach` that is not a number: only the ratio is told. */
  readonly ratio?: { readonly is: number; readonly reach: number; readonly atMost?: boolean }
}

export type Row = {
  readonly name: string
  readonly what: string
  readonly lines: (runs: Runs) => Promise<readonly Line[]>
}

export const MB = 1_000_000

/** A number without decimals, as a reader in English writes it. */
export const whole = (value: number): string => Math.round(value).toLocaleString('en')
