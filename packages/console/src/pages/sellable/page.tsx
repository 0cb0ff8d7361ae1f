import { useQuery } from '@tanstack/react-query'
import { Button, Input, type InputRef } from 'antd'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { pageAt } from '../../address.ts'
import type { Labels } from '../../answers.ts'
import { fetchSellable, type Verdict } from '../../api-sellable.ts'
import { fetchLabels, Refused } from '../../api.ts'
import { Icon } from '../../icon.tsx'
import { codeOf, toBeLabelled } from '../../identifier.ts'
import { called } from '../../naming.ts'
import { go, To } from '../../place.tsx'
import { Refusal } from '../../refusal.tsx'
import { useSaid } from '../../said.tsx'
import { dispositionWord } from '../../terms.ts'
import './sellable.css'

const DRAWN = { yes: 'check', no: 'cross', unknown: 'gap' } as const

/** A code in, an answer out that is read from an arm's length; the field is ready for the next scan at once. */
export function SellablePage({ of }: { readonly of: string | undefined }): ReactNode {
  const { words } = useSaid()
  const said = words.sellable
  const [before, setBefore] = useState<readonly Verdict[]>([])
  useEffect(() => {
    document.title = `${said.title} · ${words.product}`
  }, [said, words])
  return (
    <div className="sellable">
      <h1>{said.title}</h1>
      <p className="why">{said.why}</p>
      <Scan of={of} />
      {of !== undefined && (
        <Answer
          key={of}
          of={of}
          told={(verdict) =>
            setBefore((all) =>
              [verdict, ...all.filter((one) => one.of !== verdict.of)].slice(0, 20),
            )
          }
        />
      )}
      <Before verdicts={before.slice(of === undefined ? 0 : 1)} />
    </div>
  )
}

function Scan({ of }: { readonly of: string | undefined }): ReactNode {
  const { words } = useSaid()
  const field = useRef<InputRef>(null)
  const [text, setText] = useState(of === undefined ? '' : codeOf(of))
  useEffect(() => field.current?.focus({ cursor: 'all' }), [of])
  return (
    <form
      className="scan"
      onSubmit={(event) => {
        event.preventDefault()
        if (text.trim() !== '') go(pageAt('sellable', { of: text.trim() }))
        field.current?.focus({ cursor: 'all' })
      }}
    >
      <Input
        ref={field}
        size="large"
        value={text}
        onChange={(event) => setText(event.target.value)}
        placeholder={words.sellable.hint}
        aria-label={words.sellable.hint}
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        enterKeyHint="go"
        allowClear
      />
      <Button type="primary" size="large" htmlType="submit">
        {words.sellable.ask}
      </Button>
    </form>
  )
}

type AnswerProps = { readonly of: string; readonly told: (verdict: Verdict) => void }

function Answer({ of, told }: AnswerProps): ReactNode {
  const { words } = useSaid()
  const { data, error, refetch } = useQuery({
    queryKey: ['sellable', of],
    queryFn: async ({ signal }) => {
      const verdict = await fetchSellable(of, signal)
      const ids = [verdict.of, ...verdict.reasons.flatMap((reason) => reason.of ?? [])]
      return { verdict, labels: await fetchLabels(toBeLabelled(ids), signal) }
    },
    staleTime: 0,
    gcTime: 0,
  })
  const verdict = data?.verdict
  useEffect(() => {
    if (verdict !== undefined) told(verdict)
    // Told once an answer.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [verdict])
  if (error instanceof Refused && error.status === 400) {
    const { unread, several } = words.sellable
    return (
      <section className="verdict unread" role="alert">
        <Icon of="gap" size={44} />
        <h2>{error.says.includes('several') ? several : unread}</h2>
        <p className="ident">{of}</p>
      </section>
    )
  }
  if (error !== null) return <Refusal error={error} retry={() => void refetch()} />
  if (data === undefined) return <section className="verdict waiting" role="status" />
  return <VerdictOf verdict={data.verdict} labels={data.labels} />
}

type Told = { readonly verdict: Verdict; readonly labels: Labels }

function VerdictOf({ verdict, labels }: Told): ReactNode {
  const said = useSaid()
  const { words } = said
  const { of, answer, reasons } = verdict
  return (
    <section className={`verdict ${answer}`} role="status">
      <Icon of={DRAWN[answer]} size={64} />
      <h2>{words.sellable.answers[answer]}</h2>
      <p className="named">{called(of, labels, said)}</p>
      {reasons.length > 0 && (
        <ul>
          {reasons.slice(0, 8).map((reason) => (
            <li key={`${reason.kind} ${reason.ref} ${reason.of}`}>
              <Because reason={reason} labels={labels} />
            </li>
          ))}
        </ul>
      )}
      <p>{words.sellable.notes[answer]}</p>
      <To to={{ of, direction: 'backward' }}>{words.sellable.trace}</To>
    </section>
  )
}

type BecauseProps = {
  readonly reason: Verdict['reasons'][number]
  readonly labels: Labels
}

function Because({ reason: { kind, of, until }, labels }: BecauseProps): ReactNode {
  const said = useSaid()
  const { sellable } = said.words
  const what = sellable.reasons[kind] ?? sellable.said(dispositionWord(kind, said.language))
  return (
    <>
      {what}
      {of !== undefined && sellable.ofOther(called(of, labels, said))}
      {until !== undefined && <small> {sellable.until(until)}</small>}
    </>
  )
}

function Before({ verdicts }: { readonly verdicts: readonly Verdict[] }): ReactNode {
  const { words } = useSaid()
  if (verdicts.length === 0) return null
  return (
    <section className="before">
      <h2>{words.sellable.before}</h2>
      <ul>
        {verdicts.map(({ of, answer }) => (
          <li key={of}>
            <To to={pageAt('sellable', { of })} title={of}>
              <code>{codeOf(of)}</code>
              <span className={`is ${answer}`}>
                <Icon of={DRAWN[answer]} size={16} /> {words.sellable.answers[answer]}
              </span>
            </To>
          </li>
        ))}
      </ul>
    </section>
  )
}
