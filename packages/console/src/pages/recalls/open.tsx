import { Button, Input, Switch } from 'antd'
import { useRef, useState, type ReactNode } from 'react'
import { pageAt } from '../../address.ts'
import { identified, openRecall, type Opening } from '../../api-recall.ts'
import { ClockField } from '../../clock-field.tsx'
import { go } from '../../place.tsx'
import { useSaid } from '../../said.tsx'
import type { Words } from '../../words.ts'
import { Faults, saysOf } from './faults.tsx'

type Draft = {
  readonly suspects: string
  readonly line: string
  readonly from: string | undefined
  readonly to: string | undefined
  readonly reason: string
  readonly level: number
  readonly knownAt: string | undefined
  readonly by: string
  readonly drill: boolean
}

/** What opens a case: the suspects, by code or by what a line made; since when it is known, and how grave it is. */
export function OpenForm({ suspects }: { readonly suspects: string }): ReactNode {
  const { words } = useSaid()
  const said = words.recall
  const key = useRef(crypto.randomUUID())
  const [draft, setDraft] = useState<Draft>(() => draftOf(suspects))
  const [busy, setBusy] = useState(false)
  const [faults, setFaults] = useState<readonly string[]>([])
  const set = (change: Partial<Draft>): void => setDraft((now) => ({ ...now, ...change }))
  const submit = async (): Promise<void> => {
    const wrong = faultsIn(draft, words)
    setFaults(wrong)
    if (wrong.length > 0) return
    setBusy(true)
    try {
      const opened = await openRecall(await openingOf(draft), key.current)
      go(pageAt('recalls', { id: opened.id }))
    } catch (error) {
      setFaults(saysOf(error, words))
      key.current = crypto.randomUUID()
    }
    setBusy(false)
  }
  return (
    <form
      className="opening"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <h1>{said.open}</h1>
      <Suspected draft={draft} set={set} />
      <Circumstances draft={draft} set={set} />
      <Faults faults={faults} />
      <Button type="primary" size="large" htmlType="submit" loading={busy}>
        {busy ? said.tracing : said.submit}
      </Button>
    </form>
  )
}

const draftOf = (suspects: string): Draft => ({
  suspects,
  line: '',
  from: undefined,
  to: undefined,
  reason: '',
  level: 1,
  knownAt: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
  by: '',
  drill: false,
})

type Part = { readonly draft: Draft; readonly set: (change: Partial<Draft>) => void }

function Suspected({ draft, set }: Part): ReactNode {
  const { words } = useSaid()
  const said = words.recall
  return (
    <>
      <label className="field">
        <span>{said.suspects}</span>
        <Input.TextArea
          name="suspects"
          value={draft.suspects}
          onChange={(event) => set({ suspects: event.target.value })}
          autoSize={{ minRows: 2, maxRows: 10 }}
          spellCheck={false}
          autoCapitalize="off"
        />
        <small>{said.suspectsWhy}</small>
      </label>
      <details className="made" open={draft.line !== ''}>
        <summary>{said.made}</summary>
        <label className="field">
          <span>{said.line}</span>
          <Input
            name="line"
            value={draft.line}
            onChange={(event) => set({ line: event.target.value })}
          />
        </label>
        <div className="span">
          <ClockField label={said.from} value={draft.from} onChange={(from) => set({ from })} />
          <ClockField label={said.to} value={draft.to} onChange={(to) => set({ to })} />
        </div>
      </details>
    </>
  )
}

function Circumstances({ draft, set }: Part): ReactNode {
  const { words } = useSaid()
  const said = words.recall
  return (
    <>
      <label className="field">
        <span>{said.reason}</span>
        <Input
          name="reason"
          value={draft.reason}
          onChange={(event) => set({ reason: event.target.value })}
        />
      </label>
      <fieldset className="levels">
        <legend>{said.levelName}</legend>
        {[1, 2, 3].map((level) => (
          <label key={level}>
            <input
              type="radio"
              name="level"
              checked={draft.level === level}
              onChange={() => set({ level })}
            />
            <b className={`level l${level}`}>{said.level(String(level))}</b>
            <span>{said.levels[level]}</span>
          </label>
        ))}
      </fieldset>
      <div className="span">
        <ClockField
          label={said.known}
          why={said.knownWhy}
          value={draft.knownAt}
          onChange={(knownAt) => set({ knownAt })}
        />
        <label className="clock">
          <span>{said.by}</span>
          <input name="by" value={draft.by} onChange={(event) => set({ by: event.target.value })} />
        </label>
        <label className="only">
          <Switch size="small" checked={draft.drill} onChange={(drill) => set({ drill })} />
          <span>{said.isDrill}</span>
        </label>
      </div>
    </>
  )
}

const linesIn = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

function faultsIn({ suspects, line, from, to, reason, knownAt }: Draft, words: Words): string[] {
  const { needed, lineNeeded } = words.recall
  const selection = [line.trim() !== '', from !== undefined, to !== undefined]
  const nothing = linesIn(suspects).length === 0 && !selection.includes(true)
  const missing = nothing || reason.trim() === '' || knownAt === undefined
  return [
    ...(missing ? [needed] : []),
    ...(selection.includes(true) && selection.includes(false) ? [lineNeeded] : []),
  ]
}

async function openingOf(draft: Draft): Promise<Opening> {
  const { line, from, to, reason, level, knownAt = '', drill, by } = draft
  const ids = await identified(linesIn(draft.suspects))
  const made = { EQ_readPoint: [line.trim()], GE_eventTime: from, LT_eventTime: to }
  return {
    suspects: [...ids, ...(line.trim() === '' ? [] : [{ made }])],
    reason: reason.trim(),
    level,
    knownAt,
    drill,
    ...(by.trim() !== '' && { by: by.trim() }),
  }
}
