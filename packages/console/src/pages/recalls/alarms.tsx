import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState, type ReactNode } from 'react'
import { act, fetchAlarms, type Alarm } from '../../api-recall.ts'
import { Icon } from '../../icon.tsx'
import { codeOf } from '../../identifier.ts'
import { To } from '../../place.tsx'
import { useSaid } from '../../said.tsx'
import { stepWord } from '../../terms.ts'
import { counted } from '../../words.ts'
import { timeAt } from '../thing/view.ts'
import type { CaseProps } from './case-props.ts'
import { saysOf } from './faults.tsx'

/** Affected things that were seen again while the case is open; those that nobody saw to first. */
export function Alarms({ one, changed }: CaseProps): ReactNode {
  const { words } = useSaid()
  const said = words.recall
  const { raised, open } = one.alarms
  const [fault, setFault] = useState<string>()
  const { data = [] } = useQuery({
    queryKey: ['recall of', one.id, 'alarms', raised, open],
    queryFn: ({ signal }) => fetchAlarms(one.id, signal),
    enabled: raised > 0,
    placeholderData: (before) => before,
  })
  if (raised === 0) return <p className="quiet">{said.alarmsNone}</p>
  const seenTo = (alarm: number): void => {
    setFault(undefined)
    void act(one.id, `alarms/${alarm}/acknowledgement`, {})
      .then(changed)
      .catch((error: unknown) => setFault(saysOf(error, words).join(' ')))
  }
  const inOrder = data.toSorted((a, b) => rank(a) - rank(b) || b.alarm - a.alarm)
  return (
    <section
      className={open > 0 ? 'alarms ringing' : 'alarms'}
      role={open > 0 ? 'alert' : undefined}
    >
      <h2>
        <Icon of="bell" size={18} /> {said.alarms} <small>{counted(open)}</small>
      </h2>
      {fault !== undefined && <p className="fault">{fault}</p>}
      <ul>
        {inOrder.slice(0, 50).map((alarm) => (
          <Row key={alarm.alarm} alarm={alarm} seenTo={() => seenTo(alarm.alarm)} />
        ))}
      </ul>
    </section>
  )
}

function Row(props: { readonly alarm: Alarm; readonly seenTo: () => void }): ReactNode {
  const { words, language } = useSaid()
  const said = words.recall
  const { kind, bizStep, eventTime, things, count, acknowledged } = props.alarm
  return (
    <li className={acknowledged === undefined ? '' : 'over'}>
      <p>
        <strong>{said.alarmKinds[kind] ?? kind}</strong>{' '}
        {bizStep !== undefined && stepWord({ bizStep }, language)} ·{' '}
        <time>{timeAt(eventTime, undefined)}</time>
      </p>
      <p>
        {things.slice(0, 3).map((id) => (
          <To key={id} to={{ of: id, direction: 'backward' }} className="code">
            {codeOf(id)}
          </To>
        ))}
        {count > 3 && said.andMore(counted(count - 3))}
      </p>
      {acknowledged === undefined && (
        <Button size="small" onClick={props.seenTo}>
          {said.seenTo}
        </Button>
      )}
    </li>
  )
}

const rank = (alarm: { readonly acknowledged?: object }): number =>
  alarm.acknowledged === undefined ? 0 : 1
