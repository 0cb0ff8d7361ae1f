import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import type { Lens } from '../../address.ts'
import type { Direction, Labels } from '../../answers.ts'
import { fetchCounts, type TraceCounts } from '../../api-trace.ts'
import { fetchLabels } from '../../api.ts'
import { toBeLabelled } from '../../identifier.ts'
import { called } from '../../naming.ts'
import { useSaid } from '../../said.tsx'
import { counted } from '../../words.ts'

type Asked = {
  readonly of: string
  readonly direction: Direction
  readonly lens: Lens | undefined
}

const SHOWN = 6

/** How many items are where, as bars, the most first: asked of the server, however many there are. */
export function ByPlace(asked: Asked): ReactNode {
  const { words } = useSaid()
  const data = useCounts(asked)
  const [all, setAll] = useState(false)
  if (data === undefined || data.where.length === 0) return null
  const most = data.where[0]?.items ?? 1
  const rest = data.where.length - SHOWN
  return (
    <section className="places" aria-label={words.trace.byPlace}>
      <h2>
        {words.trace.byPlace} <small>{words.trace.placesOf(counted(data.where.length))}</small>
      </h2>
      <ul>
        {data.where.slice(0, all ? 200 : SHOWN).map((one) => (
          <Bar key={`${one.state} ${one.place}`} one={one} most={most} labels={data.labels} />
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

/** Counts of each kind, for a trace that is not read whole. */
export function ByKind(asked: Asked): ReactNode {
  const { words } = useSaid()
  const data = useCounts(asked)
  const names: Readonly<Record<string, string>> = words.kinds
  if (data === undefined) return null
  const kinds = Object.entries(data.counts).filter(([, count]) => count > 0)
  return (
    <section className="counts" aria-label={words.trace.byKind}>
      <ul>
        {kinds.map(([kind, count]) => (
          <li key={kind}>
            <span>
              <b>{counted(count)}</b> {names[kind] ?? kind}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

export function useCounts({
  of,
  direction,
  lens,
}: Asked): (TraceCounts & { readonly labels: Labels }) | undefined {
  const { at, known, depth, certain } = lens ?? {}
  const { data } = useQuery({
    queryKey: ['counts', of, direction, at, known, depth, certain],
    queryFn: async ({ signal }) => {
      const counts = await fetchCounts({ of, direction, lens, signal })
      const places = counts.where.flatMap(({ place }) => place ?? []).slice(0, 1000)
      return { ...counts, labels: await fetchLabels(toBeLabelled(places), signal) }
    },
  })
  return data
}

type BarProps = {
  readonly one: TraceCounts['where'][number]
  readonly most: number
  readonly labels: Labels
}

function Bar({ one, most, labels }: BarProps): ReactNode {
  const said = useSaid()
  const { words } = said
  const { place, state, items } = one
  const name = place === undefined ? words.trace.nowhere : called(place, labels, said)
  return (
    <li className={state}>
      <span className="name" title={place}>
        {state === 'in-transit' ? words.whereTransit(name) : name}
      </span>
      <i style={{ width: `${(100 * items) / most}%` }} />
      <b>{counted(items)}</b>
    </li>
  )
}
