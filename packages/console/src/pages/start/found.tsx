import { useQuery } from '@tanstack/react-query'
import { Skeleton } from 'antd'
import { useEffect, type ReactNode } from 'react'
import type { Candidate, Label, Labels, Product } from '../../answers.ts'
import { fetchCatalogue, fetchLabels, search } from '../../api.ts'
import { Icon } from '../../icon.tsx'
import { codeOf, labelOf, nameIn, toBeLabelled } from '../../identifier.ts'
import { go, To } from '../../place.tsx'
import { Refusal } from '../../refusal.tsx'
import { useSaid } from '../../said.tsx'
import { Tins } from './product.tsx'
import { ledTo, sortedOut } from './view.ts'

/** What a search found: straight to the thing where there is one, else a list to choose from. */
export function Found({ q }: { readonly q: string }): ReactNode {
  const { data, error, refetch } = useQuery({
    queryKey: ['search', q],
    queryFn: ({ signal }) => find(q, signal),
  })
  useEffect(() => {
    if (data?.only !== undefined) go({ of: data.only.id, direction: 'backward' }, 'instead')
  }, [data])
  if (error !== null) return <Refusal error={error} retry={() => void refetch()} />
  if (data === undefined || data.only !== undefined) {
    return <Skeleton active className="offers" />
  }
  return data.products.length + data.things.length === 0 ? <None q={q} /> : <List finding={data} />
}

type Finding = {
  readonly only: Candidate | undefined
  readonly products: readonly Product[]
  readonly things: readonly Candidate[]
  readonly labels: Labels
}

async function find(q: string, signal: AbortSignal): Promise<Finding> {
  const candidates = await search(q, signal)
  const only = ledTo(candidates)
  if (only !== undefined) return { only, products: [], things: [], labels: {} }
  const [catalogue, labels] = await Promise.all([
    fetchCatalogue(signal),
    fetchLabels(toBeLabelled(candidates.map(({ id }) => id)), signal),
  ])
  return { only, labels, ...sortedOut(candidates, catalogue) }
}

function None({ q }: { readonly q: string }): ReactNode {
  const { words } = useSaid()
  return (
    <section className="blank">
      <Icon of="search" size={36} />
      <h2>{q}</h2>
      <p>{words.searchNone}</p>
    </section>
  )
}

function List({ finding: { products, things, labels } }: { readonly finding: Finding }): ReactNode {
  const { words } = useSaid()
  return (
    <section className="offers">
      <h2>{words.searchMany}</h2>
      {products.length > 0 && (
        <div className="cards">
          {products.map((product) => (
            <Tins key={product.id} product={product} />
          ))}
        </div>
      )}
      {things.length > 0 && (
        <ul className="found">
          {things.map((one) => (
            <Row key={one.id} one={one} label={labelOf(labels, one.id)} />
          ))}
        </ul>
      )}
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
