import { useMemo, type ReactNode } from 'react'
import type { Labels, Trace } from '../../answers.ts'
import { called } from '../../naming.ts'
import { To, useAddress } from '../../place.tsx'
import { useSaid } from '../../said.tsx'
import { quantity } from '../../terms.ts'
import { counted } from '../../words.ts'
import { neighboursIn, type Neighbour } from './neighbours.ts'

type Props = { readonly trace: Trace; readonly labels: Labels; readonly ids: readonly string[] }

const SHOWN = 6

/** One step up and one step down from what is selected, by the links of this trace. */
export function Ties({ trace, labels, ids }: Props): ReactNode {
  const { words } = useSaid()
  const { from, into } = useMemo(() => neighboursIn(trace, ids), [trace, ids])
  return (
    <div className="ties">
      <Side title={words.upstream} ties={from} labels={labels} />
      <Side title={words.downstream} ties={into} labels={labels} />
    </div>
  )
}

type SideProps = Pick<Props, 'labels'> & {
  readonly title: string
  readonly ties: readonly Neighbour[]
}

function Side({ title, ties, labels }: SideProps): ReactNode {
  const said = useSaid()
  const { words } = said
  if (ties.length === 0) return null
  const here = useAddress()
  return (
    <section>
      <h3>
        {title} <small>{counted(ties.length)}</small>
      </h3>
      <ul>
        {ties.slice(0, SHOWN).map(({ id, how, certainty, amount }) => (
          <li key={`${how} ${id}`}>
            <To to={{ ...here, node: id }}>{called(id, labels, said)}</To>
            <span>
              {amount === undefined
                ? words.how[how]
                : words.inThatEvent(quantity(amount.value, amount.uom))}
              {certainty === 'possible' && ` · ${words.possible}`}
            </span>
          </li>
        ))}
        {ties.length > SHOWN && <li>{words.andMore(counted(ties.length - SHOWN))}</li>}
      </ul>
    </section>
  )
}
