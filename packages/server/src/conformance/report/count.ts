import type { Outcome, Result } from '../case.ts'

export const OUTCOMES: readonly Outcome[] = ['passed', 'failed', 'not supported', 'not tried']

export type Count = Readonly<Record<Outcome, number>>

export function countOf(results: readonly Result[]): Count {
  const of = (wanted: Outcome): number => results.filter(({ outcome }) => outcome === wanted).length
  return {
    passed: of('passed'),
    failed: of('failed'),
    'not supported': of('not supported'),
    'not tried': of('not tried'),
  }
}

/** What was found about a case that did not pass, in a line. */
export function findingOf({ outcome, expected, came, why }: Result): string {
  return outcome === 'failed' ? `expected ${expected ?? ''}; came ${came ?? ''}` : (why ?? '')
}
