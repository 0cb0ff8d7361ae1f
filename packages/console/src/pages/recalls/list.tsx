import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { pageAt } from '../../address.ts'
import { fetchRecalls, type RecallInShort } from '../../api-recall.ts'
import { Icon } from '../../icon.tsx'
import { go, To } from '../../place.tsx'
import { Refusal } from '../../refusal.tsx'
import { useSaid } from '../../said.tsx'
import { counted } from '../../words.ts'
import { momentOf } from '../subscriptions/moment.ts'
import { Marks } from './marks.tsx'

/** All cases, the newest first. */
export function List(): ReactNode {
  const { words } = useSaid()
  const said = words.recall
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    {
      queryKey: ['recalls'],
      queryFn: ({ pageParam, signal }) => fetchRecalls(pageParam, signal),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.before,
      staleTime: 0,
    },
  )
  if (error !== null) return <Refusal error={error} retry={() => void refetch()} />
  if (data === undefined) return <Skeleton active paragraph={{ rows: 6 }} />
  const recalls = data.pages.flatMap((page) => page.recalls)
  if (recalls.length === 0) {
    return (
      <section className="blank">
        <Icon of="recall" size={36} />
        <h2>{said.none}</h2>
        <p>{said.noneWhy}</p>
        <Open />
      </section>
    )
  }
  return (
    <>
      <header className="headline">
        <h1>{said.title}</h1>
        <Open />
      </header>
      <p className="why">{said.why}</p>
      <ul className="cases">
        {recalls.map((one) => (
          <Row key={one.id} one={one} />
        ))}
      </ul>
      {hasNextPage && (
        <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {said.older}
        </Button>
      )}
    </>
  )
}

function Row({ one }: { readonly one: RecallInShort }): ReactNode {
  const { words, language } = useSaid()
  const said = words.recall
  return (
    <li className={one.state}>
      <To to={pageAt('recalls', { id: one.id })}>
        <Marks one={one} />
        <strong>{one.reason}</strong>
        <span className="count">
          {said.affectedShort(counted(one.affected.items), counted(one.affected.lots))}
        </span>
        <time>{momentOf(one.knownAt, language)}</time>
      </To>
    </li>
  )
}

function Open(): ReactNode {
  const { words } = useSaid()
  return (
    <Button
      type="primary"
      icon={<Icon of="plus" size={16} />}
      onClick={() => go(pageAt('recalls', { open: 'new' }))}
    >
      {words.recall.open}
    </Button>
  )
}
