import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import type { Labels, Thing, Trace, Where } from '../../answers.ts'
import { fetchLabels, fetchWhere } from '../../api.ts'
import { Icon } from '../../icon.tsx'
import { passportOf, toBeLabelled } from '../../identifier.ts'
import { called, gapSaid, percent } from '../../naming.ts'
import { To } from '../../place.tsx'
import { useSaid } from '../../said.tsx'
import { dispositionWord, stepWord } from '../../terms.ts'
import { timeAt } from './view.ts'

type Props = { readonly id: string; readonly trace: Trace; readonly labels: Labels }

/** What is known of one thing: identifier, certainty, where it is, and where one can go from it. */
export function Facts({ id, trace, labels }: Props): ReactNode {
  const said = useSaid()
  const { words, language } = said
  const thing = trace.things.find((one) => one.id === id)
  const passport = passportOf(id, language)
  return (
    <div className="facts">
      <Uri id={id} />
      {trace.gaps
        .filter((gap) => gap.id === id)
        .map((gap) => (
          <p key={`${gap.kind} ${gap.eventID}`} className="gap">
            <Icon of="gap" size={16} /> {gapSaid(gap, labels, said)}
          </p>
        ))}
      <dl>
        {thing !== undefined && <Certain thing={thing} />}
        <Place id={id} labels={labels} />
      </dl>
      <div className="ways">
        <To className="way" to={{ of: id, direction: 'backward' }}>
          <Icon of="up" size={16} /> {words.traceBackward}
        </To>
        <To className="way" to={{ of: id, direction: 'forward' }}>
          <Icon of="down" size={16} /> {words.traceForward}
        </To>
        {passport !== undefined && (
          <a className="way" href={passport} target="_blank" rel="noreferrer">
            <Icon of="out" size={16} /> {words.passport}
          </a>
        )}
      </div>
    </div>
  )
}

function Uri({ id }: { readonly id: string }): ReactNode {
  const { words } = useSaid()
  const [copied, setCopied] = useState(false)
  const copy = (): void => {
    void navigator.clipboard.writeText(id).then(() => setCopied(true))
  }
  return (
    <p className="uri">
      {id}{' '}
      <button type="button" onClick={copy} aria-label={words.copy} title={words.copy}>
        {copied ? words.copied : <Icon of="copy" size={14} />}
      </button>
    </p>
  )
}

function Certain({ thing }: { readonly thing: Thing }): ReactNode {
  const { words } = useSaid()
  const certain = thing.certainty === 'certain'
  return (
    <>
      <div>
        <dt>{words.certainty}</dt>
        <dd>
          <span className={certain ? 'tag good' : 'tag'}>
            {certain ? words.certain : words.possible}
          </span>
          <small>{certain ? words.certainWhy : words.possibleWhy}</small>
        </dd>
      </div>
      {thing.share !== undefined && (
        <div>
          <dt>{words.share}</dt>
          <dd>
            {percent(thing.share)} <small>{words.shareWhy}</small>
          </dd>
        </div>
      )}
    </>
  )
}

function Place({ id, labels }: { readonly id: string; readonly labels: Labels }): ReactNode {
  const { words } = useSaid()
  const { data } = useQuery({
    queryKey: ['where', id],
    queryFn: async ({ signal }) => {
      const where = await fetchWhere(id, signal)
      const ids = [where.place, ...where.containers].filter((one) => one !== undefined)
      return { where, labels: await fetchLabels(toBeLabelled(ids), signal) }
    },
  })
  return (
    <div>
      <dt>{words.whereNow}</dt>
      <dd>
        {data === undefined ? (
          '…'
        ) : (
          <Whereabouts where={data.where} labels={{ ...labels, ...data.labels }} />
        )}
      </dd>
    </div>
  )
}

function Whereabouts({
  where,
  labels,
}: {
  readonly where: Where
  readonly labels: Labels
}): ReactNode {
  const said = useSaid()
  const { words, language } = said
  if (where.place === undefined || where.state === 'unknown') return words.whereUnknown
  const place = called(where.place, labels, said)
  const { bizStep, disposition, eventTime } = where
  const step = bizStep === undefined ? '' : stepWord({ bizStep }, language)
  const state = disposition === undefined ? '' : dispositionWord(disposition, language)
  const since = eventTime === undefined ? '' : words.since(timeAt(eventTime, undefined))
  const about = [step, step.toLowerCase() === state ? '' : state, since]
  return (
    <>
      {where.state === 'in-transit' ? words.whereTransit(place) : place}
      <small>{about.filter((part) => part !== '').join(' · ')}</small>
      {where.containers.length > 0 && (
        <small>
          {words.inside}{' '}
          {where.containers.map((id) => (
            <To key={id} to={{ of: id, direction: 'backward' }} className="code">
              {called(id, labels, said)}
            </To>
          ))}
        </small>
      )}
    </>
  )
}
