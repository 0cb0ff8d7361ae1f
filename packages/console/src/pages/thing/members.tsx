import { Input } from 'antd'
import { useDeferredValue, useMemo, useState, type ReactNode } from 'react'
import type { Address } from '../../address.ts'
import type { Thing } from '../../answers.ts'
import { codeOf } from '../../identifier.ts'
import { To } from '../../place.tsx'
import { useSaid } from '../../said.tsx'
import { counted } from '../../words.ts'
import { windowOf } from './window.ts'

type Props = {
  readonly things: readonly Thing[]
  readonly to: (id: string) => Address
}

const ROW = 44
const TALL = 528

/** The things of one box as a list that holds only the rows in sight, so that 6,000 tins cost what twelve do. */
export function Members({ things, to }: Props): ReactNode {
  const { words } = useSaid()
  const [text, setText] = useState('')
  const [top, setTop] = useState(0)
  const wanted = useDeferredValue(text.trim().toLowerCase())
  const shown = useMemo(
    () => things.filter(({ id }) => codeOf(id).toLowerCase().includes(wanted)),
    [things, wanted],
  )
  const { first, last } = windowOf({ top, tall: TALL, row: ROW, count: shown.length })
  return (
    <div className="members">
      <Input
        value={text}
        onChange={(event) => setText(event.target.value)}
        placeholder={words.filter}
        aria-label={words.filter}
        suffix={<small>{counted(shown.length)}</small>}
        allowClear
      />
      {shown.length === 0 && <p className="why">{words.noMatch}</p>}
      <div
        className="window"
        style={{ height: Math.min(TALL, shown.length * ROW) }}
        onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      >
        <ul style={{ height: shown.length * ROW, paddingTop: first * ROW }}>
          {shown.slice(first, last).map(({ id, certainty }) => (
            <li key={id} style={{ height: ROW }}>
              <To to={to(id)} title={id}>
                <code>{codeOf(id)}</code>
                {certainty === 'possible' && <span className="tag">{words.possible}</span>}
              </To>
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}
