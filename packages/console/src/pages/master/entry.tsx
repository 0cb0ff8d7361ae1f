import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import type { Labels, MasterThing, Said } from '../../answers.ts'
import { fetchLabels } from '../../api.ts'
import { fetchMasterThing } from '../../api-master.ts'
import { Icon } from '../../icon.tsx'
import { codeOf, toBeLabelled } from '../../identifier.ts'
import { called } from '../../naming.ts'
import { To } from '../../place.tsx'
import { Refusal } from '../../refusal.tsx'
import { useSaid } from '../../said.tsx'
import { attributeWord, vocabularyWord } from '../../words-master.ts'
import { timeAt } from '../thing/view.ts'
import { History } from './history.tsx'
import { nameOf, shown } from './value.ts'

/** One thing: what holds now and since when, what is above and below it, and all that was said. */
export function Entry({ id }: { readonly id: string }): ReactNode {
  const { words } = useSaid()
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    {
      queryKey: ['masterthing', id],
      queryFn: ({ pageParam, signal }) => fetchMasterThing(id, pageParam, signal),
      initialPageParam: undefined as number | undefined,
      getNextPageParam: (last) => last.before,
      staleTime: 0,
    },
  )
  if (error !== null) return <Refusal error={error} retry={() => void refetch()} />
  const [thing] = data?.pages ?? []
  if (data === undefined || thing === undefined) {
    return <Skeleton active className="offers" paragraph={{ rows: 8 }} />
  }
  return (
    <div className="mastered">
      <p className="back">
        <To to={{ direction: 'backward', master: {} }}>← {words.master.list}</To>
      </p>
      <Heading thing={thing} />
      {thing.descriptions.length === 0 && <p>{words.master.unnamed}</p>}
      {thing.descriptions.map((one) => (
        <Description key={one.type} description={one} />
      ))}
      <Hierarchy thing={thing} />
      <History statements={data.pages.flatMap((page) => page.history)} />
      {hasNextPage && (
        <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {words.master.older}
        </Button>
      )}
    </div>
  )
}

function Heading({ thing }: { readonly thing: MasterThing }): ReactNode {
  const { language, words } = useSaid()
  const names = thing.descriptions.map(({ attributes }) => nameOf(attributes, language))
  return (
    <header className="entry">
      <h1>{names.find((name) => name !== undefined) ?? codeOf(thing.id)}</h1>
      <p className="uri">{thing.descriptions[0]?.id ?? thing.id}</p>
      <To className="way" to={{ of: thing.id, direction: 'forward' }}>
        <Icon of="down" size={16} /> {words.master.trace}
      </To>
    </header>
  )
}

function Description(props: {
  readonly description: MasterThing['descriptions'][number]
}): ReactNode {
  const { language, words } = useSaid()
  const { type, attributes } = props.description
  return (
    <section className="described">
      <h2 title={type}>{vocabularyWord(type, language)}</h2>
      {attributes.length === 0 && <p className="why">{words.master.attributesNone}</p>}
      <dl>
        {attributes.map(({ id, attribute, since }, i) => (
          <div key={`${id} ${i}`}>
            <dt title={id}>{attributeWord(id, language)}</dt>
            <dd>
              {shown(attribute, language)}
              <Since since={since} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Since({ since }: { readonly since: Said }): ReactNode {
  const { words } = useSaid()
  return (
    <small>
      {words.since(timeAt(since.at, undefined))} · {words.master.by(since.by)}
    </small>
  )
}

const SHOWN = 200

function Hierarchy({ thing }: { readonly thing: MasterThing }): ReactNode {
  const { words } = useSaid()
  const above = thing.above.slice(0, SHOWN)
  const below = thing.below.slice(0, SHOWN)
  const { data } = useQuery({
    queryKey: ['labels of', thing.id],
    queryFn: ({ signal }) => fetchLabels(toBeLabelled([...above, ...below]), signal),
    enabled: above.length + below.length > 0,
  })
  const labels = data ?? {}
  return (
    <section className="hierarchy">
      <h2>
        {words.master.above} / {words.master.below}
      </h2>
      {above.length + below.length === 0 && <p className="why">{words.master.hierarchyNone}</p>}
      <Things title={words.master.above} ids={above} direct={thing.parents} labels={labels} />
      <Things title={words.master.below} ids={below} direct={thing.children} labels={labels} />
      {thing.cut && <p className="why">{words.master.cut}</p>}
    </section>
  )
}

function Things(props: {
  readonly title: string
  readonly ids: readonly string[]
  readonly direct: readonly string[]
  readonly labels: Labels
}): ReactNode {
  const said = useSaid()
  if (props.ids.length === 0) return null
  return (
    <div>
      <h3>{props.title}</h3>
      <ul>
        {props.ids.map((id) => (
          <li key={id} className={props.direct.includes(id) ? 'direct' : ''}>
            <To to={{ direction: 'backward', master: { id } }} title={id}>
              {called(id, props.labels, said)}
            </To>
          </li>
        ))}
      </ul>
    </div>
  )
}
