import { useEffect, useState, type ReactNode } from 'react'
import type { RecallCase } from '../../api-recall.ts'
import { Icon } from '../../icon.tsx'
import { useSaid } from '../../said.tsx'
import { spanOf } from '../../span.ts'
import type { Words } from '../../words.ts'
import { momentOf } from '../subscriptions/moment.ts'

/** Every deadline as a clock that runs, from what it runs, and whether the law is sure. */
export function Clocks({ one }: { readonly one: RecallCase }): ReactNode {
  const { words, language } = useSaid()
  const said = words.recall
  const now = useNow()
  return (
    <section className="clocks" aria-label={said.dates}>
      <h2>{said.dates}</h2>
      <ul>
        {one.deadlines.map((deadline) => {
          const { kind, due, state, sure, fromWhat } = deadline
          return (
            <li key={kind} className={state}>
              <span>{said.deadlines[kind] ?? kind}</span>
              <strong>
                <Icon of="clock" size={20} /> {leftOf(state, Date.parse(due) - now, said)}
              </strong>
              <small>
                {said.dueAt(momentOf(due, language))} · {fromOf(fromWhat, said)}
                {!sure && <em> · {said.unsure}</em>}
              </small>
            </li>
          )
        })}
      </ul>
      <p className="why">{language === 'zh' ? one.rules.zh : one.rules.en}</p>
    </section>
  )
}

function fromOf(from: RecallCase['deadlines'][number]['fromWhat'], said: Words['recall']): string {
  return { announced: said.fromAnnounced, known: said.fromKnown, 'start-due': said.fromStart }[from]
}

function leftOf(
  state: RecallCase['deadlines'][number]['state'],
  left: number,
  said: Words['recall'],
): string {
  if (state === 'met' || state === 'missed') return said[state]
  const time = spanOf(left)
    .map(([unit, n]) => said[unit](String(n)))
    .join(' ')
  return left < 0 ? said.overdue(time) : said.left(time)
}

function useNow(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const ticking = setInterval(() => setNow(Date.now()), 10_000)
    return () => clearInterval(ticking)
  }, [])
  return now
}
