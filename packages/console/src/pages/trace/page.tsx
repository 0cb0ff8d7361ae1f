import { useQuery } from '@tanstack/react-query'
import { useLayoutEffect, useMemo, useRef, useState, type ReactNode, type RefObject } from 'react'
import type { Address } from '../../address.ts'
import type { Labels, Trace } from '../../answers.ts'
import { fetchLabels, fetchTrace } from '../../api.ts'
import { Icon } from '../../icon.tsx'
import { toBeLabelled } from '../../identifier.ts'
import { To } from '../../place.tsx'
import { Refusal } from '../../refusal.tsx'
import { useSaid } from '../../said.tsx'
import { counted } from '../../words.ts'
import { Beside } from '../thing/page.tsx'
import { Gaps } from './gaps.tsx'
import { Legend, PictureOf } from './picture.tsx'
import { planFor } from './sizes.ts'
import { Title } from './title.tsx'
import { pictureOf } from './view.ts'

type Tracing = Address & { readonly of: string }

/** One trace: what it is of, what it holds, where it has gaps, the picture, and beside it what is selected. */
export function TracePage({ address }: { readonly address: Tracing }): ReactNode {
  const [read, setRead] = useState(0)
  const { of, direction } = address
  const { data, error, refetch } = useQuery({
    queryKey: ['trace', of, direction],
    queryFn: async ({ signal }) => {
      const trace = await fetchTrace({ of, direction, signal, onProgress: setRead })
      const ids = [trace.of, ...trace.things.map(({ id }) => id)]
      return { trace, labels: await fetchLabels(toBeLabelled(ids), signal) }
    },
  })
  if (error !== null) return <Refusal error={error} retry={() => void refetch()} />
  if (data === undefined) return <Reading read={read} />
  return <Traced address={address} trace={data.trace} labels={data.labels} />
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
  const { words } = useSaid()
  const section = useRef<HTMLElement>(null)
  const width = useWidth(section)
  const plan = useMemo(() => planFor(width), [width])
  const picture = useMemo(() => pictureOf(trace, labels, plan.layer), [trace, labels, plan.layer])
  return (
    <div className="trace">
      <div className="main">
        <Title trace={trace} labels={labels} />
        <Gaps trace={trace} labels={labels} />
        <section ref={section} className="picture" aria-label={words.picture}>
          {trace.things.length === 0 ? (
            <Nothing trace={trace} />
          ) : (
            <>
              <Legend />
              {width > 0 && (
                <PictureOf {...{ trace, labels, picture, plan }} selected={address.node} />
              )}
            </>
          )}
        </section>
      </div>
      <Beside trace={trace} labels={labels} picture={picture} node={address.node} />
    </div>
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
