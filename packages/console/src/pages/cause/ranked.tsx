import type { ReactNode } from 'react'
import { pageAt } from '../../address.ts'
import type { Labels } from '../../answers.ts'
import type { Cause, Factor, Ranking, Share } from '../../api-cause.ts'
import { Icon } from '../../icon.tsx'
import { called, percent } from '../../naming.ts'
import { To } from '../../place.tsx'
import { useSaid } from '../../said.tsx'
import { counted } from '../../words.ts'
import { timeAt } from '../thing/view.ts'

type Props = { readonly ranking: Ranking; readonly labels: Labels }

/** The likeliest first, with how much of the bad and of the good each explains. */
export function Ranked({ ranking, labels }: Props): ReactNode {
  const { words } = useSaid()
  const said = words.cause
  const { bad, good, unseen, control, causes } = ranking
  if (causes.length === 0) {
    return (
      <section className="blank">
        <Icon of="cause" size={36} />
        <h2>{said.none}</h2>
        <p>{said.noneWhy}</p>
      </section>
    )
  }
  return (
    <section className="ranked">
      <p className="why">
        {said.summary(counted(bad), counted(good))}
        {control !== undefined && ` · ${said.control}`}
      </p>
      {unseen.length > 0 && <p className="unseen">{said.unseen(counted(unseen.length))}</p>}
      <ol>
        {causes.map((cause) => (
          <Row key={cause.rank} cause={cause} labels={labels} />
        ))}
      </ol>
    </section>
  )
}

/** Kinds that are things that can be traced; an hour or a batch is a selection. */
const TRACED: ReadonlySet<string> = new Set(['lot', 'trip', 'item', 'container'])

function Row(props: { readonly cause: Cause; readonly labels: Labels }): ReactNode {
  const { words } = useSaid()
  const said = words.cause
  const { factor, alike, alikeCount, signs, bad, good, rank, pAdjusted } = props.cause
  return (
    <li className={rank === 1 ? 'first' : ''}>
      <header>
        <b className="rank">{rank}</b>
        <strong>
          <Named factor={factor} labels={props.labels} />
        </strong>
        {signs.length > 0 && (
          <span className="tag bad">
            <Icon of="gap" size={14} /> {said.sign}
          </span>
        )}
      </header>
      <Bar share={bad} look="bad" text={said.explainsBad(counted(bad.count), counted(bad.of))} />
      <Bar
        share={good}
        look="good"
        text={said.explainsGood(counted(good.count), counted(good.of))}
      />
      <p className="about">
        <span>{said.chance(percent(pAdjusted))}</span>
        {TRACED.has(factor.kind) && (
          <>
            <To to={{ of: factor.id, direction: 'forward' }}>{said.trace}</To>
            <To to={pageAt('recalls', { open: 'new', suspects: factor.id })}>{said.recall}</To>
          </>
        )}
      </p>
      {alikeCount > 0 && (
        <details>
          <summary>{said.alike(counted(alikeCount))}</summary>
          <ul>
            {alike.slice(0, 20).map((one) => (
              <li key={`${one.kind} ${one.id} ${one.at}`}>
                <Named factor={one} labels={props.labels} />
              </li>
            ))}
            {alikeCount > 20 && <li>{words.andMore(counted(alikeCount - 20))}</li>}
          </ul>
        </details>
      )}
    </li>
  )
}

function Named({
  factor,
  labels,
}: {
  readonly factor: Factor
  readonly labels: Labels
}): ReactNode {
  const said = useSaid()
  const { kind, id, at } = factor
  return (
    <>
      <em>{said.words.cause.kinds[kind] ?? kind}</em> {called(id, labels, said)}
      {at !== undefined && ` · ${timeAt(at, undefined)}`}
    </>
  )
}

type BarProps = { readonly share: Share; readonly look: 'bad' | 'good'; readonly text: string }

/** Solid where the record is sure, lighter where it is only possible. */
function Bar({ share: { certain, possible, of }, look, text }: BarProps): ReactNode {
  const width = (count: number): string => `${of === 0 ? 0 : (100 * count) / of}%`
  return (
    <p className={`explains ${look}`}>
      <span className="length">
        <i style={{ width: width(certain) }} />
        <i className="maybe" style={{ width: width(possible) }} />
      </span>
      <span>{text}</span>
    </p>
  )
}
