import type { Labels } from '../../answers.ts'
import type { RecallCase } from '../../api-recall.ts'

export type CaseProps = {
  readonly one: RecallCase
  readonly labels: Labels
  /** Looks at the case again, after something was done with it. */
  readonly changed: () => Promise<void>
}
