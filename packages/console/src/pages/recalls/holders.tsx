import { useState, type ReactNode } from 'react'
import type { RecallCase } from '../../api-recall.ts'
import { codeOf } from '../../identifier.ts'
import { called } from '../../naming.ts'
import { useSaid } from '../../said.tsx'
import { counted } from '../../words.ts'
import type { CaseProps } from './case-props.ts'

const SHOWN = 12

type Holder = RecallCase['holders'][number]
type Told = RecallCase['effectiveness']['holders'][number]

/** Who holds how much of it, as bars; how much of that was found and settled, and whether they know. */
export function Holders({ one, labels }: CaseProps): ReactNode {
  const { words } = useSaid()
  const said = words.recall
  const [all, setAll] = useState(false)
  const told = new Map(one.effectiveness.holders.map((each) => [each.holder, each]))
  const most = Math.max(1, ...one.holders.map(({ items }) => items))
  const rest = one.holders.length - SHOWN
  return (
    <section className="holders">
      <h2>
        {said.holders} <small>{counted(one.holders.length)}</small>
      </h2>
      <p className="why">{said.holdersWhy}</p>
      <ul>
        {one.holders.slice(0, all ? 300 : SHOWN).map((holder) => (
          <Row key={holder.holder} {...{ holder, most, labels }} told={told.get(holder.holder)} />
        ))}
      </ul>
      {rest > 0 && (
        <button type="button" className="more" onClick={() => setAll(!all)}>
          {all ? words.fewer : words.more(counted(rest))}
        </button>
      )}
    </section>
  )
}

type RowProps = {
  readonly holder: Holder
  readonly told: Told | undefined
  readonly most: number
  readonly labels: CaseProps['labels']
}

function Row({ holder, told, most, labels }: RowProps): ReactNode {
  const said = useSaid()
  const { recall } = said.words
  const { items, inTransit, lots } = holder
  const width = (part: number): string => `${(100 * Math.min(part, items)) / most}%`
  const settled = told === undefined ? 0 : Math.max(told.returned, told.destroyed)
  return (
    <li>
      <details>
        <summary>
          <span className="name">
            {holderName(holder, said)}
            {!holder.named && <em> · {recall.unnamed}</em>}
          </span>
          <span className="stack" aria-hidden="true">
            <i className="all" style={{ width: width(items) }} />
            <i className="got" style={{ width: width(told?.found ?? 0) }} />
            <i className="done" style={{ width: width(settled) }} />
          </span>
          <b>{counted(items)}</b>
          <Knows told={told} />
        </summary>
        <p className="told">
          {(['found', 'blocked', 'returned', 'destroyed'] as const).map((kind) => (
            <span key={kind}>
              {recall.counts[kind]} {counted(told?.[kind] ?? 0)}
            </span>
          ))}
          {inTransit > 0 && <span>{recall.transit(counted(inTransit))}</span>}
        </p>
        <ul className="lots">
          {lots.slice(0, 20).map(({ lot, items: count }) => (
            <li key={lot}>
              {lot === null ? '—' : called(lot, labels, said)} <b>{counted(count)}</b>
            </li>
          ))}
          {lots.length > 20 && <li>{recall.andMore(counted(lots.length - 20))}</li>}
        </ul>
      </details>
    </li>
  )
}

function Knows({ told }: { readonly told: Told | undefined }): ReactNode {
  const { words } = useSaid()
  const { acknowledged, notified, notNotified } = words.recall
  if (told?.acknowledged === true) return <span className="tag good">{acknowledged}</span>
  if (told?.notified === true) return <span className="tag">{notified}</span>
  return <span className="tag bad">{notNotified}</span>
}

/** The party's name, in the reader's language where it has one. */
export function holderName(
  { holder, name }: Pick<Holder, 'holder' | 'name'>,
  { language, words }: ReturnType<typeof useSaid>,
): string {
  if (holder === 'unknown') return words.recall.unknown
  const { zh, en } = name ?? {}
  return (language === 'zh' ? (zh ?? en) : (en ?? zh)) ?? codeOf(holder)
}
