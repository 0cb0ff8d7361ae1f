import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { fetchRecall, type RecallCase } from '../../api-recall.ts'
import { fetchLabels } from '../../api.ts'
import { Icon } from '../../icon.tsx'
import { toBeLabelled } from '../../identifier.ts'
import { called } from '../../naming.ts'
import { To } from '../../place.tsx'
import { Refusal } from '../../refusal.tsx'
import { useSaid } from '../../said.tsx'
import { counted } from '../../words.ts'
import { Acts } from './acts.tsx'
import { Alarms } from './alarms.tsx'
import type { CaseProps } from './case-props.ts'
import { Clocks } from './clocks.tsx'
import { Documents } from './documents.tsx'
import { Past } from './past.tsx'
import { Holders } from './holders.tsx'
import { Marks } from './marks.tsx'
import { Notices } from './notices.tsx'
import { Places } from './places.tsx'

/** Milliseconds: an alarm must be seen at once. */
const LOOK_AGAIN = 4000

/** One case, level with its deadlines; looked at again every few seconds. */
export function Case({ id }: { readonly id: string }): ReactNode {
  const client = useQueryClient()
  const { data, error, refetch } = useQuery({
    queryKey: ['recall', id],
    queryFn: ({ signal }) => fetchRecall(id, signal),
    staleTime: 0,
    refetchInterval: LOOK_AGAIN,
  })
  const named = data === undefined ? [] : namedIn(data)
  const { data: labels = {} } = useQuery({
    queryKey: ['labels', ...named],
    queryFn: ({ signal }) => fetchLabels(named, signal),
    enabled: named.length > 0,
  })
  if (data === undefined && error !== null) {
    return <Refusal error={error} retry={() => void refetch()} />
  }
  if (data === undefined) return <Skeleton active className="offers" paragraph={{ rows: 8 }} />
  const changed = async (): Promise<void> => {
    await client.invalidateQueries({ queryKey: ['recall', id] })
  }
  const props = { one: data, labels, changed }
  return (
    <div className="recalls one">
      <Head one={data} labels={labels} />
      <div className="sides">
        <div>
          <Figures one={data} />
          <Holders {...props} />
          <Places one={data} labels={labels} />
          <Notices {...props} />
          <Past one={data} />
        </div>
        <div>
          <Clocks one={data} />
          <Alarms {...props} />
          <Acts {...props} />
          <Documents one={data} />
        </div>
      </div>
    </div>
  )
}

/** What the case names that may have a name of its own; at most so many as are shown. */
function namedIn({ suspects, holders, whereabouts }: RecallCase): readonly string[] {
  const ids = [
    ...suspects.flatMap((one) => ('id' in one ? [one.id] : [])),
    ...holders
      .slice(0, 200)
      .flatMap(({ lots }) => lots.slice(0, 20).flatMap(({ lot }) => lot ?? [])),
    ...whereabouts.slice(0, 200).flatMap(({ place }) => place ?? []),
  ]
  return toBeLabelled(ids).toSorted()
}

const SHOWN = 8

function Head({ one, labels }: Omit<CaseProps, 'changed'>): ReactNode {
  const said = useSaid()
  const { recall } = said.words
  const rest = one.suspects.length - SHOWN
  return (
    <header className={one.drill ? 'case drill' : 'case'}>
      <Marks one={one} />
      <h1>{one.reason}</h1>
      <p className="suspected">
        <span>{recall.suspects}</span>
        {one.suspects.slice(0, SHOWN).map((suspect, at) =>
          'id' in suspect ? (
            <To key={suspect.id} to={{ of: suspect.id, direction: 'forward' }} className="code">
              {called(suspect.id, labels, said)}
              {!suspect.seen && ` (${recall.unseen})`}
            </To>
          ) : (
            // A selection has no name of its own.
            // oxlint-disable-next-line react/no-array-index-key
            <span key={at} className="code">
              {recall.selection(counted(suspect.events), counted(suspect.things))}
            </span>
          ),
        )}
        {rest > 0 && recall.andMore(counted(rest))}
      </p>
      {!one.complete && (
        <p className="whole not">
          <Icon of="gap" size={16} /> {recall.incomplete}
        </p>
      )}
    </header>
  )
}

function Figures({ one }: { readonly one: RecallCase }): ReactNode {
  const { words } = useSaid()
  const said = words.recall
  const { items, lots, certain } = one.affected
  const { foundShare, settledShare, missing, beyond } = one.effectiveness
  return (
    <section className="figures">
      <dl>
        <Figure name={said.items} value={counted(items)}>
          {said.certain} {counted(certain)} · {said.possible} {counted(items - certain)}
        </Figure>
        <Figure name={said.lots} value={counted(lots)} />
        <Figure
          name={said.traced}
          value={said.milliseconds(counted(Math.ceil(one.timings.tracedMs)))}
        />
        <Figure name={said.missing} value={counted(missing)} />
      </dl>
      <Progress name={said.found} share={foundShare} />
      <Progress name={said.settled} share={settledShare} />
      {beyond > 0 && <p className="beyond">{said.beyond(counted(beyond))}</p>}
    </section>
  )
}

function Figure(props: {
  readonly name: string
  readonly value: string
  readonly children?: ReactNode
}): ReactNode {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>{props.value}</dd>
      {props.children !== undefined && <small>{props.children}</small>}
    </div>
  )
}

function Progress({ name, share }: { readonly name: string; readonly share: number }): ReactNode {
  // All of it is only said when it is all of it.
  const shown = share < 1 ? Math.min(99.9, Math.round(share * 1000) / 10) : 100
  return (
    <div className="progress">
      <span>{name}</span>
      <span className="track" role="progressbar" aria-label={name} aria-valuenow={shown}>
        <i style={{ width: `${shown}%` }} />
      </span>
      <b>{shown} %</b>
    </div>
  )
}
