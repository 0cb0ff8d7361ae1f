import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import type { MasterElement, Vocabulary } from '../../answers.ts'
import { fetchMasterList, fetchVocabularies } from '../../api-master.ts'
import { Icon } from '../../icon.tsx'
import { codeOf } from '../../identifier.ts'
import { To } from '../../place.tsx'
import { Refusal } from '../../refusal.tsx'
import { useSaid } from '../../said.tsx'
import { vocabularyWord } from '../../words-master.ts'
import { counted } from '../../words.ts'
import { nameOf, shown } from './value.ts'

/** The vocabularies, and what one of them (or all) describes, a page at a time. */
export function List({ vocabulary }: { readonly vocabulary: string | undefined }): ReactNode {
  const { words } = useSaid()
  const { data, error, refetch } = useQuery({
    queryKey: ['vocabularies'],
    queryFn: ({ signal }) => fetchVocabularies(signal),
    staleTime: 0,
  })
  if (error !== null) return <Refusal error={error} retry={() => void refetch()} />
  if (data === undefined) return <Skeleton active className="offers" paragraph={{ rows: 8 }} />
  if (data.length === 0) {
    return (
      <section className="blank">
        <Icon of="class" size={36} />
        <h2>{words.master.none}</h2>
        <p>{words.master.noneWhy}</p>
      </section>
    )
  }
  return (
    <div className="mastered">
      <h1>{words.master.title}</h1>
      <p className="why">{words.master.why}</p>
      <Vocabularies all={data} chosen={vocabulary} />
      <Elements vocabulary={vocabulary} />
    </div>
  )
}

function Vocabularies(props: {
  readonly all: readonly Vocabulary[]
  readonly chosen: string | undefined
}): ReactNode {
  const { language, words } = useSaid()
  const total = props.all.reduce((sum, { elements }) => sum + elements, 0)
  const entries: readonly (readonly [string | undefined, string, number])[] = [
    [undefined, words.master.all, total],
    ...props.all.map(
      (one) => [one.type, vocabularyWord(one.type, language), one.elements] as const,
    ),
  ]
  return (
    <nav className="vocabularies" aria-label={words.master.title}>
      {entries.map(([type, name, elements]) => (
        <To
          key={type ?? ''}
          to={{ direction: 'backward', master: type === undefined ? {} : { vocabulary: type } }}
          className={type === props.chosen ? 'chosen' : ''}
          {...(type !== undefined && { title: type })}
        >
          {name} <small>{counted(elements)}</small>
        </To>
      ))}
    </nav>
  )
}

function Elements({ vocabulary }: { readonly vocabulary: string | undefined }): ReactNode {
  const { language, words } = useSaid()
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    {
      queryKey: ['masterdata', vocabulary],
      queryFn: ({ pageParam, signal }) => fetchMasterList(vocabulary, pageParam, signal),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.next,
      staleTime: 0,
    },
  )
  if (error !== null) return <Refusal error={error} retry={() => void refetch()} />
  if (data === undefined) return <Skeleton active paragraph={{ rows: 8 }} />
  const elements = data.pages.flatMap((page) => page.elements)
  return (
    <>
      <ul className="elements">
        {elements.map((one) => (
          <li key={`${one.type} ${one.id}`}>
            <To to={{ direction: 'backward', master: { id: one.id } }} title={one.id}>
              <strong>{nameOf(one.attributes, language) ?? codeOf(one.id)}</strong>
              <small>{one.id}</small>
            </To>
            {vocabulary === undefined && (
              <span className="tag">{vocabularyWord(one.type, language)}</span>
            )}
            <p>{about(one, language)}</p>
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {words.master.more}
        </Button>
      )}
    </>
  )
}

const ABOUT = 3

/** The first few values beside the name. */
function about({ attributes = [] }: MasterElement, language: 'zh' | 'en'): string {
  const name = nameOf(attributes, language)
  return attributes
    .map(({ attribute }) => shown(attribute, language))
    .filter((text) => text !== '' && text !== name)
    .slice(0, ABOUT)
    .join(' · ')
}
