import { bad, good, type Parsed } from '../problem.ts'

/** What may happen to a case after it was opened, in the order of its life. */
export const STEP_KINDS = [
  'regraded',
  'announced',
  'noticed',
  'acknowledged',
  'counted',
  'alarm-acknowledged',
  'extended',
  'reported',
  'closed',
  'reopened',
] as const

export type StepKind = (typeof STEP_KINDS)[number]

/** `open`: found, nobody told. `notified`: holders were told. `closed`: over, with its final data; may be opened again. */
export type RecallState = 'open' | 'notified' | 'closed'

type Row = {
  readonly from: readonly RecallState[]
  readonly to?: RecallState
  readonly says: string
}

const LIVE: readonly RecallState[] = ['open', 'notified']

/** What may follow what. A row a kind: from which states, and into which; no new state: it stays. */
const STEPS: Readonly<Record<StepKind, Row>> = {
  regraded: { from: LIVE, says: 'its level can only be changed while it is open' },
  announced: { from: LIVE, says: 'it is closed; open it again before it is announced' },
  noticed: { from: LIVE, to: 'notified', says: 'it is closed; open it again to notify' },
  acknowledged: { from: ['notified', 'closed'], says: 'no notice went out yet' },
  counted: {
    from: LIVE,
    says: 'it is closed and its final data are told; open it again to count more',
  },
  'alarm-acknowledged': { from: ['open', 'notified', 'closed'], says: '' },
  extended: { from: LIVE, says: 'it is closed; nothing is left to extend' },
  reported: { from: ['open', 'notified', 'closed'], says: '' },
  closed: { from: LIVE, to: 'closed', says: 'it is closed already' },
  reopened: { from: ['closed'], to: 'notified', says: 'it is open' },
}

/** The state after a step; or why that step cannot be taken now. */
export function after(state: RecallState, kind: StepKind): Parsed<RecallState> {
  const { from, to = state, says } = STEPS[kind]
  if (from.includes(state)) return good(to)
  return bad('', 'state', `the recall is ${state}: ${says}`)
}

/** The state that these steps lead to, from `open` on. What could not follow is passed over. */
export function stateAfter(kinds: Iterable<StepKind>): RecallState {
  let state: RecallState = 'open'
  for (const kind of kinds) {
    const next = after(state, kind)
    if (next.ok) state = next.value
  }
  return state
}
