import { Button, Input, Popconfirm } from 'antd'
import { useState, type ReactNode } from 'react'
import { act, type RecallCase } from '../../api-recall.ts'
import { useSaid } from '../../said.tsx'
import type { CaseProps } from './case-props.ts'
import { holderName } from './holders.tsx'
import { Faults, saysOf } from './faults.tsx'

type Doing = (what: string, body: object) => Promise<void>

/** What can be done with the case now. */
export function Acts({ one, changed }: CaseProps): ReactNode {
  const { words } = useSaid()
  const said = words.recall
  const [busy, setBusy] = useState<string>()
  const [faults, setFaults] = useState<readonly string[]>([])
  const perform: Doing = async (what, body) => {
    setBusy(what)
    setFaults([])
    try {
      await act(one.id, what, body)
      await changed()
    } catch (error) {
      setFaults(saysOf(error, words))
    }
    setBusy(undefined)
  }
  return (
    <section className="doing" aria-label={said.acts}>
      <h2>{said.acts}</h2>
      {one.state === 'closed' ? (
        <Reasoned
          name={said.reopen}
          busy={busy === 'reopen'}
          does={(reason) => perform('reopen', { reason })}
        />
      ) : (
        <>
          <Live one={one} busy={busy} does={perform} />
          <CountForm one={one} busy={busy === 'counts'} does={perform} />
          <Reasoned
            name={said.close}
            busy={busy === 'close'}
            does={(reason) => perform('close', { reason })}
          />
        </>
      )}
      <Faults faults={faults} />
    </section>
  )
}

type LiveProps = {
  readonly one: RecallCase
  readonly busy: string | undefined
  readonly does: Doing
}

function Live({ one, busy, does }: LiveProps): ReactNode {
  const { words } = useSaid()
  const said = words.recall
  return (
    <p className="buttons">
      <Popconfirm
        title={said.notify}
        okText={said.yes}
        cancelText={said.no}
        onConfirm={() => void does('notices', {})}
      >
        <Button type="primary" className="notify" loading={busy === 'notices'}>
          {said.notify}
        </Button>
      </Popconfirm>
      {one.announcedAt === undefined && (
        <Button
          loading={busy === 'announcement'}
          onClick={() => void does('announcement', { at: new Date().toISOString() })}
        >
          {said.announce}
        </Button>
      )}
      <Button loading={busy === 'versions'} onClick={() => void does('versions', {})}>
        {said.again}
      </Button>
    </p>
  )
}

type CountProps = { readonly one: RecallCase; readonly busy: boolean; readonly does: Doing }

const KINDS = ['found', 'blocked', 'returned', 'destroyed'] as const

/** What a holder tells of affected goods, in pieces. */
function CountForm({ one, busy, does }: CountProps): ReactNode {
  const said = useSaid()
  const { recall } = said.words
  const [holder, setHolder] = useState(one.holders[0]?.holder ?? '')
  const [kind, setKind] = useState<string>('found')
  const [items, setItems] = useState('')
  return (
    <form
      className="counting"
      onSubmit={(event) => {
        event.preventDefault()
        void does('counts', { holder, kind, items: Number(items) }).then(() => setItems(''))
      }}
    >
      <Pick
        name="holder"
        label={recall.countHolder}
        value={holder}
        options={one.holders.map((each) => [each.holder, holderName(each, said)])}
        onChange={setHolder}
      />
      <Pick
        name="kind"
        label={recall.countKind}
        value={kind}
        options={KINDS.map((each) => [each, recall.counts[each] ?? each])}
        onChange={setKind}
      />
      <Input
        name="items"
        type="number"
        min={0}
        step={1}
        required
        value={items}
        placeholder={recall.countItems}
        aria-label={recall.countItems}
        onChange={(event) => setItems(event.target.value)}
      />
      <Button htmlType="submit" loading={busy} disabled={items === ''}>
        {recall.count}
      </Button>
    </form>
  )
}

function Pick(props: {
  readonly name: string
  readonly label: string
  readonly value: string
  readonly options: readonly (readonly [value: string, name: string])[]
  readonly onChange: (value: string) => void
}): ReactNode {
  return (
    <select
      className="pick"
      name={props.name}
      aria-label={props.label}
      value={props.value}
      onChange={(event) => props.onChange(event.target.value)}
    >
      {props.options.map(([value, name]) => (
        <option key={value} value={value}>
          {name}
        </option>
      ))}
    </select>
  )
}

type ReasonedProps = {
  readonly name: string
  readonly busy: boolean
  readonly does: (reason: string) => Promise<void>
}

/** An act that needs its reason. */
function Reasoned({ name, busy, does }: ReasonedProps): ReactNode {
  const { words } = useSaid()
  const [reason, setReason] = useState('')
  return (
    <form
      className="reasoned"
      onSubmit={(event) => {
        event.preventDefault()
        void does(reason.trim()).then(() => setReason(''))
      }}
    >
      <Input
        value={reason}
        placeholder={words.recall.reason}
        aria-label={`${name}: ${words.recall.reason}`}
        onChange={(event) => setReason(event.target.value)}
      />
      <Button danger htmlType="submit" loading={busy} disabled={reason.trim() === ''}>
        {name}
      </Button>
    </form>
  )
}
