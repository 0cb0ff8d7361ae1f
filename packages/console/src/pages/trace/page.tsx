import { useQuery } from '@tanstack/react-query'
import { useLayoutEffect, useMemo, useRef, useState, type ReactNode, type RefObject } from 'react'
import type { Address } from '../../address.ts'
import type { Labels, Trace } from '../../answers.ts'
import { TooMany, fetchTrace } from '../../api-trace.ts'
import { fetchLabels } from '../../api.ts'
import { Icon } from '../../icon.tsx'
import { toBeLabelled } from '../../identifier.ts'
import { To } from '../../place.tsx'
import { Refusal } from '../../refusal.tsx'
import { useSaid } from '../../said.tsx'
import { counted } from '../../words.ts'
import { Beside } from '../thing/page.tsx'
import { timesOf } from './chosen.ts'
import { Counts } from './counts.tsx'
import { Gaps } from './gaps.tsx'
import { Large } from './large.tsx'
import { LensBar } from './lens.tsx'
import { ThingList } from './list.tsx'
import { Legend, PictureOf } from './picture.tsx'
import { planFor } from './sizes.ts'
import { Title } from './title.tsx'
import { pictureOf } from './view.ts'
import { ByPlace } from './where.tsx'
import './trace.css'

type Tracing = Address & { readonly of: string }

/** More things than a page holds with all their links: they are counted and listed, not drawn. */
const MOST = 30_000

/** One trace: what it is of, how it is looked at, what it holds, where it has gaps, and beside it what is selected. */
export function TracePage({ address }: { readonly address: Tracing }): ReactNode {
  const [read, setRead] = useState(0)
  const { of, direction, lens } = address
  const { at, known, depth, certain } = lens ?? {}
  const { data, error, refetch } = useQuery({
    queryKey: ['trace', of, direction, at, known, depth, certain],
    queryFn: async ({ signal }) => {
      const asked = { of, direction, lens, signal, onProgress: setRead, most: MOST }
      const trace = await fetchTrace(asked)
      const ids = [trace.of, ...trace.things.map(({ id }) => id)]
      return { trace, labels: await fetchLabels(toBeLabelled(ids), signal) }
    },
    retry: false,
  })
  if (error instanceof TooMany) return <Large address={address} />
  if (error !== null) return <Refused error={error} retry={() => void refetch()} lens={lens} />
  if (data === undefined) return <Reading read={read} />
  return <Traced address={address} trace={data.trace} labels={data.labels} />
}

/** A clock that was set may be why there is no answer: it stays in reach. */
function Refused(props: {
  readonly error: unknown
  readonly retry: () => void
  readonly lens: Tracing['lens']
}): ReactNode {
  return (
    <>
      {props.lens !== undefined && <LensBar />}
      <Refusal error={props.error} retry={props.retry} />
    </>
  )
}

function Reading({ read }: { readonly read: number }): ReactNode {
  const { words } = useSaid()
  return (
    <section className="blank reading" role="status" aria-live="polite">
      <div className="bar">
        <i />
      </div>
      <h2>{words.reading}</h2>
      <p>{read > 0 ? words.readSoFar(counted(read)) : ' '}</p>
    </section>
  )
}

type Props = { readonly address: Tracing; readonly trace: Trace; readonly labels: Labels }

function Traced({ address, trace, labels }: Props): ReactNode {
  const main = useRef<HTMLDivElement>(null)
  const width = useWidth(main)
  const plan = useMemo(() => planFor(width), [width])
  const picture = useMemo(() => pictureOf(trace, labels, plan.layer), [trace, labels, plan.layer])
  return (
    <div className="trace">
      <div className="main" ref={main}>
        <Title of={trace.of} direction={trace.direction} labels={labels} />
        <LensBar />
        {trace.things.length > 0 && <Counts trace={trace} labels={labels} />}
        {trace.things.length > 0 && (
          <ByPlace of={address.of} direction={trace.direction} lens={address.lens} />
        )}
        <Gaps trace={trace} labels={labels} />
        {trace.things.length === 0 ? (
          <Nothing trace={trace} />
        ) : address.lens?.show === 'list' ? (
          <Listed trace={trace} labels={labels} />
        ) : (
          <Drawn {...{ trace, labels, picture, plan, width }} selected={address.node} />
        )}
      </div>
      <Beside trace={trace} labels={labels} picture={picture} node={address.node} />
    </div>
  )
}

function Listed({ trace, labels }: Omit<Props, 'address'>): ReactNode {
  const times = useMemo(() => timesOf(trace), [trace])
  return <ThingList things={trace.things} all={trace.things.length} labels={labels} times={times} />
}

function Drawn({
  width,
  ...drawn
}: Parameters<typeof PictureOf>[0] & { readonly width: number }): ReactNode {
  const { words } = useSaid()
  return (
    <section className="picture" aria-label={words.picture}>
      <Legend />
      {width > 0 && <PictureOf {...drawn} />}
    </section>
  )
}

function useWidth(of: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    if (of.current === null) return
    const watch = new ResizeObserver(([entry]) =>
      setWidth(Math.floor(entry?.contentRect.width ?? 0)),
    )
    watch.observe(of.current)
    return () => watch.disconnect()
  }, [of])
  return width
}

function Nothing({ trace }: { readonly trace: Trace }): ReactNode {
  const { words } = useSaid()
  const back = trace.direction === 'backward'
  return (
    <section className="blank">
      <Icon of="lot" size={36} />
      <h2>{back ? words.emptyBackward : words.emptyForward}</h2>
      <To to={{ of: trace.of, direction: back ? 'forward' : 'backward' }}>
        {back ? words.turnForward : words.turnBackward}
      </To>
    </section>
  )
}
