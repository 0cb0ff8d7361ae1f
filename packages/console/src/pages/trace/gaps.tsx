import type { ReactNode } from 'react'
import type { Labels, Trace } from '../../answers.ts'
import { Icon } from '../../icon.tsx'
import { gapSaid } from '../../naming.ts'
import { To, useAddress } from '../../place.tsx'
import { useSaid } from '../../said.tsx'
import { counted } from '../../words.ts'

const SHOWN = 30

/** Whether the record is whole, and each gap in it as a sentence. A trace never claims more than it has. */
export function Gaps({
  trace,
  labels,
}: {
  readonly trace: Trace
  readonly labels: Labels
}): ReactNode {
  const said = useSaid()
  const address = useAddress()
  const { words } = said
  if (trace.gaps.length === 0) {
    return (
      <p className={trace.complete ? 'whole' : 'whole not'}>
        <Icon of={trace.complete ? 'check' : 'gap'} size={16} />
        {trace.complete ? `${words.complete} · ${words.completeWhy}` : words.cutOff}
      </p>
    )
  }
  const rest = trace.gaps.length - SHOWN
  return (
    <details className="gaps" open={trace.gaps.length <= 2}>
      <summary>
        <Icon of="gap" size={18} />
        <strong>{words.incomplete(counted(trace.gaps.length))}</strong>
        <span>{words.incompleteWhy}</span>
      </summary>
      <ul>
        {trace.gaps.slice(0, SHOWN).map((gap) => (
          <li key={`${gap.kind} ${gap.id} ${gap.eventID}`}>
            <To to={{ ...address, node: gap.id }}>{gapSaid(gap, labels, said)}</To>
          </li>
        ))}
        {rest > 0 && <li>{words.more(counted(rest))}</li>}
      </ul>
    </details>
  )
}
