import { Button, Input } from 'antd'
import { useDeferredValue, useMemo, useRef, useState, type ReactNode } from 'react'
import { closed, through, type Lens } from '../../address.ts'
import type { Labels, Thing } from '../../answers.ts'
import { ClockField } from '../../clock-field.tsx'
import { Icon } from '../../icon.tsx'
import { codeOf, labelOf } from '../../identifier.ts'
import { percent, titleOf } from '../../naming.ts'
import { go, To, useAddress } from '../../place.tsx'
import { useSaid } from '../../said.tsx'
import { saveAs } from '../../save.ts'
import { counted } from '../../words.ts'
import { timeAt } from '../thing/view.ts'
import { windowOf } from '../thing/window.ts'
import { csvOf, fits, type When } from './chosen.ts'

type Props = {
  readonly things: readonly Thing[]
  readonly labels: Labels
  readonly times: ReadonlyMap<string, When>
  /** How many there are in all, where not all are here. */
  readonly all: number
}

const ROW = 48
const TALL = 672

/** What a trace holds as a list: only the rows in sight are drawn, however many there are. */
export function ThingList({ things, labels, times, all }: Props): ReactNode {
  const { words } = useSaid()
  const address = useAddress()
  const { lens = {} } = address
  const [code, setCode] = useState('')
  const wanted = useDeferredValue(code.trim().toLowerCase())
  const { kind, stage, since, until } = lens
  const shown = useMemo(() => {
    const filter = { ...given({ kind, stage, since, until }), code: wanted }
    return things.filter((thing) => fits(thing, filter, { labels, times }))
  }, [things, labels, times, kind, stage, since, until, wanted])
  const clear = (): void => {
    setCode('')
    go(through(closed(address), NO_FILTER), 'instead')
  }
  return (
    <section className="list" aria-label={words.trace.asList}>
      <div className="filters">
        <Input
          value={code}
          onChange={(event) => setCode(event.target.value)}
          placeholder={words.trace.filterCode}
          aria-label={words.trace.filterCode}
          prefix={<Icon of="search" size={16} />}
          allowClear
        />
        <Kinds things={things} chosen={kind} />
        {times.size > 0 && <Span since={since} until={until} />}
        <span className="count" role="status">
          {words.trace.listOf(counted(shown.length), counted(all))}
        </span>
        <Button
          size="small"
          icon={<Icon of="down" size={14} />}
          disabled={shown.length === 0}
          onClick={() => saveAs('trace.csv', 'text/csv', csvOf(shown, { labels, times }))}
        >
          {words.trace.exportCsv}
        </Button>
      </div>
      {shown.length === 0 ? (
        <p className="none">
          {words.trace.nothingFits} <Button onClick={clear}>{words.trace.clear}</Button>
        </p>
      ) : (
        <Rows things={shown} labels={labels} times={times} />
      )}
    </section>
  )
}

const NO_FILTER = { kind: undefined, stage: undefined, since: undefined, until: undefined }

/** Without the parts that are not given. */
function given(lens: { readonly [K in keyof Lens]: Lens[K] | undefined }): Lens {
  return Object.fromEntries(Object.entries(lens).filter(([, value]) => value !== undefined)) as Lens
}

function Kinds(props: {
  readonly things: readonly Thing[]
  readonly chosen: string | undefined
}): ReactNode {
  const { words } = useSaid()
  const address = useAddress()
  const kinds = useMemo(() => [...new Set(props.things.map(({ kind }) => kind))], [props.things])
  const names: Readonly<Record<string, string>> = words.kindNames
  return (
    <select
      className="pick"
      aria-label={words.trace.byKind}
      value={props.chosen ?? ''}
      onChange={(event) =>
        go(through(address, { kind: event.target.value || undefined }), 'instead')
      }
    >
      <option value="">{words.trace.byKind}</option>
      {kinds.map((kind) => (
        <option key={kind} value={kind}>
          {names[kind] ?? kind}
        </option>
      ))}
    </select>
  )
}

function Span({ since, until }: Bounds): ReactNode {
  const { words } = useSaid()
  const address = useAddress()
  return (
    <>
      <ClockField
        label={words.trace.since}
        value={since}
        onChange={(moment) => go(through(address, { since: moment }), 'instead')}
      />
      <ClockField
        label={words.trace.until}
        value={until}
        onChange={(moment) => go(through(address, { until: moment }), 'instead')}
      />
    </>
  )
}

type Bounds = { readonly since: string | undefined; readonly until: string | undefined }

function Rows({ things, labels, times }: Omit<Props, 'all'>): ReactNode {
  const { words } = useSaid()
  const [top, setTop] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const { first, last } = windowOf({ top, tall: TALL, row: ROW, count: things.length })
  return (
    <>
      <div className="row heads" aria-hidden="true">
        <span>{words.trace.what}</span>
        <span>{words.trace.code}</span>
        <span>{words.trace.when}</span>
        <span>{words.trace.steps}</span>
        <span>{words.trace.sure}</span>
      </div>
      <div
        ref={list}
        className="window"
        style={{ height: Math.min(TALL, things.length * ROW) }}
        onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      >
        <ul style={{ height: things.length * ROW, paddingTop: first * ROW }}>
          {things.slice(first, last).map((thing) => (
            <Row key={thing.id} thing={thing} labels={labels} when={times.get(thing.id)} />
          ))}
        </ul>
      </div>
    </>
  )
}

function Row(props: {
  readonly thing: Thing
  readonly labels: Labels
  readonly when: When | undefined
}): ReactNode {
  const said = useSaid()
  const address = useAddress()
  const { thing, labels, when } = props
  const { id, distance, certainty, share } = thing
  return (
    <li style={{ height: ROW }} className={address.node === id ? 'row chosen' : 'row'}>
      <To to={{ ...address, node: id }} title={id}>
        <span className="what">
          <Icon of={labelOf(labels, id)?.stage ?? thing.kind} size={18} />
          {titleOf(thing, labels, said)}
        </span>
        <code>{codeOf(id)}</code>
        <time>{when === undefined ? '' : timeAt(when.last, undefined)}</time>
        <span className="steps">{counted(distance)}</span>
        <span className="sure">
          {share !== undefined && <b>{percent(share)}</b>}
          <i className={certainty === 'certain' ? 'tag good' : 'tag maybe'}>
            {said.words[certainty]}
          </i>
        </span>
      </To>
    </li>
  )
}
