import { useEffect, useId, useState, type ReactNode } from 'react'
import { fieldOf, momentIn } from './clock.ts'

type Props = {
  readonly label: string
  readonly why?: string
  /** A date-time with zone. */
  readonly value: string | undefined
  readonly onChange: (moment: string | undefined) => void
}

/** A date and time in the browser's own field: a calendar of ours would cost more than the rest of the page. */
export function ClockField({ label, why, value, onChange }: Props): ReactNode {
  const id = useId()
  const [field, setField] = useState(fieldOf(value))
  useEffect(() => setField(fieldOf(value)), [value])
  return (
    <label className="clock" htmlFor={id} title={why}>
      <span>{label}</span>
      <input
        id={id}
        type="datetime-local"
        value={field}
        max="9999-12-31T23:59"
        className={field === '' ? 'unset' : undefined}
        onChange={(event) => {
          setField(event.target.value)
          const moment = momentIn(event.target.value)
          if (event.target.value === '' || moment !== undefined) onChange(moment)
        }}
      />
    </label>
  )
}
