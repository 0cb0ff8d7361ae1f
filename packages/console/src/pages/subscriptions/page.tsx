import { useQuery } from '@tanstack/react-query'
import { Skeleton } from 'antd'
import { useEffect, type ReactNode } from 'react'
import { fetchTold, type Subscription } from '../../api-subscriptions.ts'
import { Icon } from '../../icon.tsx'
import { Refusal } from '../../refusal.tsx'
import { useSaid } from '../../said.tsx'
import { counted, type Words } from '../../words.ts'
import { DeadLetters } from './dead-letters.tsx'
import { momentOf } from './moment.ts'
import './subscriptions.css'

type Schedule = Subscription['schedule']

/** Milliseconds: deliveries go on while someone looks. */
const LOOK_AGAIN = 5000

/** Who is told of events and how far, and what no receiver took. */
export function SubscriptionsPage(): ReactNode {
  const { words } = useSaid()
  const said = words.subscriptions
  useEffect(() => {
    document.title = `${said.title} · ${words.product}`
  }, [words, said])
  const { data, error, refetch } = useQuery({
    queryKey: ['subscriptions'],
    queryFn: ({ signal }) => fetchTold(signal),
    staleTime: 0,
    refetchInterval: LOOK_AGAIN,
  })
  if (error !== null) return <Refusal error={error} retry={() => void refetch()} />
  if (data === undefined) return <Skeleton active className="offers" paragraph={{ rows: 6 }} />
  if (data.subscriptions.length === 0) {
    return (
      <section className="blank">
        <Icon of="out" size={36} />
        <h2>{said.none}</h2>
        <p>{said.noneWhy}</p>
      </section>
    )
  }
  return (
    <div className="subscribed">
      <h1>{said.title}</h1>
      <p className="why">{said.why}</p>
      {data.letters.length > 0 && (
        <DeadLetters letters={data.letters} changed={() => void refetch()} />
      )}
      <ul className="rows">
        {data.subscriptions.map((one) => (
          <Row key={one.subscriptionID} one={one} />
        ))}
      </ul>
    </div>
  )
}

function Row({ one }: { readonly one: Subscription }): ReactNode {
  const { language, words } = useSaid()
  const said = words.subscriptions
  const when = (iso: string): string => momentOf(iso, language)
  const facts = [
    one.stream ? said.stream : said.scheduled(scheduleText(said.units, one.schedule)),
    one.lastNotifiedAt === undefined ? said.neverTold : said.told(when(one.lastNotifiedAt)),
    one.behind === 0 ? said.caughtUp : said.behind(counted(one.behind)),
    ...(one.nextRun === undefined ? [] : [said.next(when(one.nextRun))]),
  ]
  return (
    <li className={one.failures > 0 || one.deadLetters > 0 ? 'troubled' : ''}>
      <p className="to">
        <strong>{one.queryName}</strong>
        <code>{one.dest}</code>
      </p>
      <p className="facts">{facts.join(' · ')}</p>
      {one.failures > 0 && (
        <p className="fault">
          {said.failing(counted(one.failures))}
          {one.retryAt !== undefined && ` · ${said.again(when(one.retryAt))}`}
          <small>{one.failure}</small>
        </p>
      )}
      {one.deadLetters > 0 && <p className="fault">{said.lettersOf(counted(one.deadLetters))}</p>}
    </li>
  )
}

/** As it was asked for, the largest unit first. */
function scheduleText(units: Words['subscriptions']['units'], schedule: Schedule = {}): string {
  return Object.entries(units)
    .flatMap(([unit, name]) => (unit in schedule ? [`${name} ${schedule[unit] ?? ''}`] : []))
    .join(', ')
}
