import type { ReactNode } from 'react'
import { codeOf } from '../../identifier.ts'
import { useSaid } from '../../said.tsx'
import { counted } from '../../words.ts'
import type { CaseProps } from './case-props.ts'

const SHOWN = 60

/** Where the affected items are, as bars; those on the way from a place are hatched. */
export function Places({ one }: Omit<CaseProps, 'changed'>): ReactNode {
  const { words, language } = useSaid()
  const said = words.recall
  const inOrder = one.whereabouts.toSorted((a, b) => b.items - a.items)
  const most = Math.max(1, inOrder[0]?.items ?? 1)
  if (inOrder.length === 0) return null
  return (
    <section className="places">
      <h2>
        {said.places} <small>{counted(inOrder.length)}</small>
      </h2>
      <ul>
        {inOrder.slice(0, SHOWN).map(({ place, placeName, items, inTransit }) => {
          const { zh, en } = placeName ?? {}
          const name = (language === 'zh' ? (zh ?? en) : (en ?? zh)) ?? codeOf(place ?? '')
          const state = place === null ? 'unknown' : inTransit === items ? 'in-transit' : ''
          return (
            <li key={place} className={state}>
              <span className="name" title={name}>
                {place === null ? said.unknown : name}
                {inTransit > 0 && ` · ${said.transit(counted(inTransit))}`}
              </span>
              <i style={{ width: `${(100 * items) / most}%` }} />
              <b>{counted(items)}</b>
            </li>
          )
        })}
      </ul>
      {inOrder.length > SHOWN && <p>{said.andMore(counted(inOrder.length - SHOWN))}</p>}
    </section>
  )
}
