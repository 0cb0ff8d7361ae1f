import { Button, Popconfirm } from 'antd'
import { useState, type ReactNode } from 'react'
import { giveUp, sendAgain, type DeadLetter } from '../../api-subscriptions.ts'
import { Icon } from '../../icon.tsx'
import { useSaid } from '../../said.tsx'
import { counted } from '../../words.ts'
import { momentOf } from './moment.ts'

type Props = { readonly letters: readonly DeadLetter[]; readonly changed: () => void }

/** What no receiver took: each sent again or given up, or all sent again in their order. */
export function DeadLetters({ letters, changed }: Props): ReactNode {
  const { words } = useSaid()
  const said = words.subscriptions
  const [busy, setBusy] = useState<string>()
  const [faults, setFaults] = useState<Readonly<Record<string, string | undefined>>>({})
  const act = async (ids: readonly string[], what: (id: string) => Promise<string | undefined>) => {
    for (const id of ids) {
      setBusy(id)
      const fault = await what(id).catch((error: unknown) => String(error))
      setFaults((others) => ({ ...others, [id]: fault }))
    }
    setBusy(undefined)
    changed()
  }
  return (
    <section className="letters" aria-label={said.letters}>
      <header>
        <h2>
          <Icon of="gap" size={18} /> {said.letters} <small>{counted(letters.length)}</small>
        </h2>
        {letters.length > 1 && (
          <Button
            disabled={busy !== undefined}
            onClick={() =>
              void act(
                letters.map(({ id }) => id),
                sendAgain,
              )
            }
          >
            {said.sendAll}
          </Button>
        )}
      </header>
      <p className="why">{said.lettersWhy}</p>
      <ul>
        {letters.map((one) => (
          <Letter
            key={one.id}
            one={one}
            fault={faults[one.id]}
            busy={busy}
            send={() => void act([one.id], sendAgain)}
            drop={() => void act([one.id], giveUp)}
          />
        ))}
      </ul>
    </section>
  )
}

function Letter(props: {
  readonly one: DeadLetter
  readonly fault: string | undefined
  /** The one that is being sent or given up. */
  readonly busy: string | undefined
  readonly send: () => void
  readonly drop: () => void
}): ReactNode {
  const { language, words } = useSaid()
  const said = words.subscriptions
  const { one, fault, busy } = props
  return (
    <li>
      <div>
        <p className="to">
          <strong>{one.queryName}</strong>
          <code>{one.dest}</code>
        </p>
        <p className="facts">
          {said.events(counted(one.events))} ·{' '}
          {said.died(momentOf(one.diedAt, language), counted(one.attempts))}
        </p>
        <p className="fault" role={fault === undefined ? undefined : 'alert'}>
          {fault === undefined ? one.failure : said.notTaken(fault)}
        </p>
      </div>
      <p className="acts">
        <Button
          type="primary"
          loading={busy === one.id}
          disabled={busy !== undefined}
          onClick={props.send}
        >
          {said.send}
        </Button>
        <Popconfirm
          title={said.dropSure}
          okText={said.yes}
          cancelText={said.no}
          onConfirm={props.drop}
        >
          <Button disabled={busy !== undefined}>{said.drop}</Button>
        </Popconfirm>
      </p>
    </li>
  )
}
