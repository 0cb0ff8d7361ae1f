import { useQuery } from '@tanstack/react-query'
import { Skeleton } from 'antd'
import { useEffect, type ReactNode } from 'react'
import type { Candidate, Label } from '../../answers.ts'
import { fetchLabels, search } from '../../api.ts'
import { Icon } from '../../icon.tsx'
import { codeOf, labelOf, nameIn, toBeLabelled } from '../../identifier.ts'
import { go, To } from '../../place.tsx'
import { Refusal } from '../../refusal.tsx'
import { useSaid } from '../../said.tsx'
import { ledTo } from './view.ts'

/** What a search found: straight to the thing where there is one, else a list to choose from. */
export function Found({ q }: { readonly q: string }): ReactNode {
  const { words } = useSaid()
  const { data, error, refetch } = useQuery({
    queryKey: ['search', q],
    queryFn: async ({ signal }) => {
      const candidates = await search(q, signal)
      return {
        candidates,
        labels: await fetchLabels(toBeLabelled(candidates.map(({ id }) => id)), signal),
      }
    },
  })
  const only = data === undefined ? undefined : ledTo(data.candidates)
  useEffect(() => {
    if (only !== undefined) go({ of: only.id, direction: 'backward' }, 'instead')
  }, [only])
  if (error !== null) return <Refusal error={error} retry={() => void refetch()} />
  if (data === undefined || only !== undefined) return <Skeleton active className="offers" />
  if (data.candidates.length === 0) {
    return (
      <section className="blank">
        <Icon of="search" size={36} />
        <h2>{q}</h2>
        <p>{words.searchNone}</p>
      </section>
    )
  }
  return (
    <section className="offers">
      <h2>{words.searchMany}</h2>
      <ul className="found">
        {data.candidates.map((one) => (
          <Row key={one.id} one={one} label={labelOf(data.labels, one.id)} />
        ))}
      </ul>
    </section>
  )
}

function Row({
  one,
  label,
}: {
  readonly one: Candidate
  readonly label: Label | undefined
}): ReactNode {
  const { language, words } = useSaid()
  const kinds: Readonly<Record<string, string>> = words.kindNames
  return (
    <li>
      <To to={{ of: one.id, direction: 'backward' }}>
        <span className="badge">
          <Icon of={label?.stage ?? one.kind} />
        </span>
        <span className="what">
          <strong>{nameIn(language, label) ?? kinds[one.kind] ?? one.kind}</strong>
          <small>{codeOf(one.id)}</small>
        </span>
        <span className={one.seen ? 'tag good' : 'tag'}>
          {one.seen ? words.seen : words.neverSeen}
        </span>
      </To>
    </li>
  )
}
