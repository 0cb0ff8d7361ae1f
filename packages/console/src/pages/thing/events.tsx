import { classOf } from '@suyuan/core/id/class-and-lot'
import { useQuery } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import { useState, type ReactNode } from 'react'
import type { Address } from '../../address.ts'
import type { Labels } from '../../answers.ts'
import { fetchHistory, fetchLabels } from '../../api.ts'
import { codeOf, toBeLabelled } from '../../identifier.ts'
import { called } from '../../naming.ts'
import { To } from '../../place.tsx'
import { Refusal } from '../../refusal.tsx'
import { useSaid } from '../../said.tsx'
import { dispositionWord, measured, measureWord, quantity, stepWord } from '../../terms.ts'
import { counted } from '../../words.ts'
import { entriesOf, NAMED, namedIn, type Entry, type Part, type Reading } from './view.ts'

type Props = { readonly id: string; readonly labels: Labels; readonly here: Address }

const SHOWN = 30

/** What is on record of one thing, oldest first, with what befell it inside its containers. */
export function Events({ id, labels, here }: Props): ReactNode {
  const { words } = useSaid()
  const [shown, setShown] = useState(SHOWN)
  const { data, error, refetch } = useQuery({
    queryKey: ['history', id],
    queryFn: async ({ signal }) => {
      const history = await fetchHistory(id, signal)
      const entries = entriesOf(history.of, history.events)
      const ids = toBeLabelled(namedIn(entries.slice(0, 300)))
      return { entries, labels: await fetchLabels(ids, signal) }
    },
  })
  if (error !== null) return <Refusal error={error} retry={() => void refetch()} />
  if (data === undefined) return <Skeleton active paragraph={{ rows: 6 }} />
  const rest = data.entries.length - shown
  return (
    <section className="events" aria-label={words.events}>
      <h3>
        {words.events} <small>{counted(data.entries.length)}</small>
      </h3>
      {data.entries.length === 0 && <p className="why">{words.eventsNone}</p>}
      <ol>
        {data.entries.slice(0, shown).map((entry) => (
          <EntryOf
            key={entry.key}
            entry={entry}
            labels={{ ...labels, ...data.labels }}
            here={here}
          />
        ))}
      </ol>
      {rest > 0 && (
        <Button onClick={() => setShown(shown + 100)}>
          {words.moreEvents(counted(Math.min(rest, 100)))}
        </Button>
      )}
    </section>
  )
}

type EntryProps = { readonly entry: Entry; readonly labels: Labels; readonly here: Address }

function EntryOf({ entry, labels, here }: EntryProps): ReactNode {
  const said = useSaid()
  const { words, language } = said
  const { event, place, through } = entry
  return (
    <li className={entry.voided ? 'voided' : undefined}>
      <p className="what">
        <strong>{stepWord(event, language)}</strong>
        {event.disposition !== undefined && (
          <span>{dispositionWord(event.disposition, language)}</span>
        )}
        {entry.voided && (
          <span className="tag bad" title={words.voidedWhy}>
            {words.voided}
          </span>
        )}
        {through !== undefined && (
          <span className="tag">{words.through(called(through, labels, said))}</span>
        )}
      </p>
      <p className="when">
        <time>{entry.time}</time>
        {place !== undefined && <span>{called(place, labels, said)}</span>}
      </p>
      {entry.readings.length > 0 && <Readings readings={entry.readings} />}
      {entry.parts.length > 0 && (
        <dl>
          {entry.parts.map((part) => (
            <PartOf key={part.role} part={part} labels={labels} here={here} />
          ))}
        </dl>
      )}
      <details>
        <summary>{words.raw}</summary>
        <pre>{JSON.stringify(event, null, 2)}</pre>
      </details>
    </li>
  )
}

type PartProps = { readonly part: Part; readonly labels: Labels; readonly here: Address }

function PartOf({ part: { role, things }, labels, here }: PartProps): ReactNode {
  const said = useSaid()
  const rest = things.length - NAMED
  return (
    <div>
      <dt>{said.words[role]}</dt>
      <dd>
        {things.slice(0, NAMED).map(({ id, value, uom }, at) => (
          <To key={id} to={{ ...here, node: id }}>
            {sameClass(id, things[at - 1]?.id) ? codeOf(id) : called(id, labels, said)}
            {value !== undefined && <b>{quantity(value, uom)}</b>}
          </To>
        ))}
        {rest > 0 && <span>{said.words.andMore(counted(rest))}</span>}
      </dd>
    </div>
  )
}

/** The name of a class is told once, and of the next things of it the code alone. */
function sameClass(id: string, before: string | undefined): boolean {
  const own = classOf(id)
  return before !== undefined && own !== undefined && own === classOf(before)
}

function Readings({ readings }: { readonly readings: readonly Reading[] }): ReactNode {
  const { words, language } = useSaid()
  return (
    <ul className="readings">
      {readings.slice(0, 12).map((reading) => (
        <li
          key={`${reading.type} ${reading.found.join()}`}
          className={reading.alarm ? 'bad' : undefined}
        >
          <span>{measureWord(reading.type, language)}</span> {measured(reading, language)}
          {reading.alarm && ` · ${words.sensorAlarm}`}
        </li>
      ))}
    </ul>
  )
}
