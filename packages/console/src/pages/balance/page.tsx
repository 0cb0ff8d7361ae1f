import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import { useEffect, type ReactNode } from 'react'
import { pageAt, type PagePlace } from '../../address.ts'
import { BY, fetchBalance, type BalanceRow, type By } from '../../api-balance.ts'
import { fetchLabels } from '../../api.ts'
import { ClockField } from '../../clock-field.tsx'
import { Icon } from '../../icon.tsx'
import { toBeLabelled } from '../../identifier.ts'
import { go, To } from '../../place.tsx'
import { Refusal } from '../../refusal.tsx'
import { useSaid } from '../../said.tsx'
import { rankOf } from './bars.ts'
import { Row } from './row.tsx'
import './balance.css'

type Asked = {
  readonly by: By
  readonly from: string
  readonly to: string
  readonly verdict: string | undefined
}

const VERDICTS = ['unbalanced', 'not-judged', 'balanced']
const YEAR = 366 * 86_400_000
const MINUTE = 60_000

/** The question that the address asks; the last year, by line, where it asks nothing. */
function askedIn(has: PagePlace['has']): Asked {
  // To the minute, so that the same page asks the same question while it is looked at.
  const now = Math.ceil(Date.now() / MINUTE) * MINUTE
  const iso = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z')
  const verdict = has['verdict'] === 'all' ? undefined : (has['verdict'] ?? 'unbalanced')
  return {
    by: BY.find((one) => one === has['by']) ?? 'line',
    from: has['from'] ?? iso(now - YEAR),
    to: has['to'] ?? iso(now),
    verdict,
  }
}

/** What went in and what came out, by line, day, supplier or batch. */
export function BalancePage({ has }: { readonly has: PagePlace['has'] }): ReactNode {
  const { words } = useSaid()
  const said = words.balance
  const asked = askedIn(has)
  useEffect(() => {
    document.title = `${said.title} · ${words.product}`
  }, [said, words])
  const turn = (change: Readonly<Record<string, string | undefined>>): void =>
    go(pageAt('balance', { ...has, ...change }), 'instead')
  return (
    <div className="balanced">
      <h1>{said.title}</h1>
      <p className="why">{said.why}</p>
      <nav className="by" aria-label={said.title}>
        {BY.map((by) => (
          <To
            key={by}
            to={pageAt('balance', { ...has, by })}
            className={by === asked.by ? 'chosen' : ''}
          >
            {said.by[by]}
          </To>
        ))}
      </nav>
      <div className="asked">
        <ClockField label={said.from} value={asked.from} onChange={(from) => turn({ from })} />
        <ClockField label={said.to} value={asked.to} onChange={(to) => turn({ to })} />
        {asked.by === 'transformation' && (
          <select
            className="pick"
            aria-label={said.all}
            value={asked.verdict ?? 'all'}
            onChange={(event) => turn({ verdict: event.target.value })}
          >
            {VERDICTS.map((one) => (
              <option key={one} value={one}>
                {said.verdicts[one]}
              </option>
            ))}
            <option value="all">{said.all}</option>
          </select>
        )}
      </div>
      <Rows asked={asked} />
    </div>
  )
}

function Rows({ asked }: { readonly asked: Asked }): ReactNode {
  const { words } = useSaid()
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    {
      queryKey: ['balance', asked.by, asked.from, asked.to, asked.verdict],
      queryFn: async ({ pageParam, signal }) => {
        const page = await fetchBalance(asked, pageParam, signal)
        return { ...page, labels: await fetchLabels(toBeLabelled(namedIn(page.rows)), signal) }
      },
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.next,
      staleTime: 0,
    },
  )
  if (error !== null) return <Refusal error={error} retry={() => void refetch()} />
  if (data === undefined) return <Skeleton active paragraph={{ rows: 6 }} />
  const rows = data.pages.flatMap((page) => page.rows).toSorted((a, b) => rankOf(a) - rankOf(b))
  const labels = Object.assign({}, ...data.pages.map((page) => page.labels))
  if (rows.length === 0)
    return <None out={asked.by === 'transformation' && asked.verdict === 'unbalanced'} />
  return (
    <>
      <ul className="balances">
        {rows.map((row) => (
          <Row
            key={row.of ?? row.line ?? row.day ?? row.supplier ?? ''}
            row={row}
            labels={labels}
          />
        ))}
      </ul>
      {hasNextPage && (
        <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {words.balance.more}
        </Button>
      )}
    </>
  )
}

const LINES = 12

function namedIn(rows: readonly BalanceRow[]): readonly string[] {
  return rows.flatMap(({ line, supplier, lines = [] }) => [
    ...(line === undefined ? [] : [line]),
    ...(supplier === undefined ? [] : [supplier]),
    ...lines.slice(0, LINES).map(({ id }) => id),
  ])
}

function None({ out }: { readonly out: boolean }): ReactNode {
  const { words } = useSaid()
  const said = words.balance
  return (
    <section className="blank">
      <Icon of={out ? 'check' : 'balance'} size={36} />
      <h2>{out ? said.noneOut : said.none}</h2>
      <p>{out ? said.noneOutWhy : said.noneWhy}</p>
    </section>
  )
}
