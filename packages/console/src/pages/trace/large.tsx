import { useEffect, useState, type ReactNode } from 'react'
import type { Address } from '../../address.ts'
import type { Labels, Thing } from '../../answers.ts'
import { thingsOf } from '../../api-trace.ts'
import { fetchLabels } from '../../api.ts'
import { toBeLabelled } from '../../identifier.ts'
import { Refusal } from '../../refusal.tsx'
import { useSaid } from '../../said.tsx'
import { counted } from '../../words.ts'
import type { When } from './chosen.ts'
import { LensBar } from './lens.tsx'
import { ThingList } from './list.tsx'
import { Title } from './title.tsx'
import { ByKind, ByPlace, useCounts } from './where.tsx'

/** How many things of a large trace the page takes in; the rest is left on the server. */
const KEPT = 20_000

type Tracing = Address & { readonly of: string }

/** A trace of more things than can be drawn: a list that fills as it is read, up to what a page holds. */
export function Large({ address }: { readonly address: Tracing }): ReactNode {
  const { words } = useSaid()
  const { of, direction, lens } = address
  const { things, labels, done, cut, error } = useThings(address)
  const counts = useCounts({ of, direction, lens })?.counts
  const all = Object.values(counts ?? {}).reduce((sum, one) => sum + one, 0)
  return (
    <div className="trace">
      <div className="main">
        <Title of={of} direction={direction} labels={labels} />
        <LensBar />
        <ByKind {...{ of, direction, lens }} />
        <ByPlace {...{ of, direction, lens }} />
        <section className="notice">
          <strong>{words.trace.large}</strong>
          <p>
            {cut
              ? words.trace.listCut(counted(things.length))
              : done
                ? words.trace.things(counted(things.length))
                : words.trace.readingList(counted(things.length))}
          </p>
        </section>
        {error === undefined ? (
          <ThingList
            things={things}
            all={Math.max(all, things.length)}
            labels={labels}
            times={NO_TIMES}
          />
        ) : (
          <Refusal error={error} retry={() => window.location.reload()} />
        )}
      </div>
    </div>
  )
}

const NO_TIMES: ReadonlyMap<string, When> = new Map()

type Reading = {
  readonly things: readonly Thing[]
  readonly labels: Labels
  readonly done: boolean
  readonly cut: boolean
  readonly error?: unknown
}

const NOTHING_YET: Reading = { things: [], labels: {}, done: false, cut: false }

function useThings({ of, direction, lens }: Tracing): Reading {
  const [reading, setReading] = useState(NOTHING_YET)
  const { at, known, depth, certain } = lens ?? {}
  useEffect(() => {
    const stop = new AbortController()
    const { signal } = stop
    const asked = { of, direction, lens: clean({ at, known, depth, certain }), signal }
    setReading(NOTHING_YET)
    void read(asked, setReading).catch((error: unknown) => {
      if (!signal.aborted) setReading((now) => ({ ...now, done: true, error }))
    })
    return () => stop.abort()
  }, [of, direction, at, known, depth, certain])
  return reading
}

function clean(lens: { readonly [K in keyof Address['lens']]: unknown }): Address['lens'] {
  return Object.fromEntries(Object.entries(lens).filter(([, value]) => value !== undefined))
}

async function read(
  asked: Parameters<typeof thingsOf>[0],
  show: (now: Reading) => void,
): Promise<void> {
  const things: Thing[] = []
  const labelled = new Set<string>()
  let labels = await fetchLabels(toBeLabelled([asked.of]), asked.signal)
  for await (const part of thingsOf(asked)) {
    things.push(...part.slice(0, KEPT - things.length))
    const fresh = toBeLabelled(part.map(({ id }) => id)).filter((id) => !labelled.has(id))
    for (const id of fresh) labelled.add(id)
    if (fresh.length > 0) labels = { ...labels, ...(await fetchLabels(fresh, asked.signal)) }
    const cut = things.length >= KEPT
    show({ things: [...things], labels, done: cut, cut })
    if (cut) return
  }
  show({ things, labels, done: true, cut: false })
}
