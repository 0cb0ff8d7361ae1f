import type { ReactNode } from 'react'
import { closed, through } from '../../address.ts'
import type { Labels, Trace } from '../../answers.ts'
import { Icon } from '../../icon.tsx'
import { To, useAddress } from '../../place.tsx'
import { useSaid } from '../../said.tsx'
import { stageWord } from '../../terms.ts'
import { counted } from '../../words.ts'
import { countsOf } from './summary.ts'

type Props = { readonly trace: Trace; readonly labels: Labels }

/** How much was found, of which stage and how sure; each count opens the list of what it counts. */
export function Counts({ trace, labels }: Props): ReactNode {
  const { words, language } = useSaid()
  const address = useAddress()
  const possible = trace.things.filter(({ certainty }) => certainty === 'possible').length
  const { stage: chosen, show } = address.lens ?? {}
  return (
    <section className="counts" aria-label={words.trace.byStage}>
      <p>
        {words.summary(counted(trace.things.length), counted(trace.links.length))}
        {possible > 0 && <em> · {words.summaryPossible(counted(possible))}</em>}
      </p>
      <ul>
        {countsOf(trace, labels).map(({ stage, things, possible: some }) => {
          const on = show === 'list' && chosen === stage
          const change = on ? { stage: undefined } : { stage, show: 'list' as const }
          return (
            <li key={stage}>
              <To to={closed(through(address, change))} className={on ? 'chosen' : ''}>
                <Icon of={stage} size={16} />
                <span>{stageWord(stage, language)}</span>
                <b>{counted(things)}</b>
                {some > 0 && (
                  <i className="mark possible" title={words.trace.onlyPossible(counted(some))}>
                    {some === things ? '' : counted(some)}
                  </i>
                )}
              </To>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
