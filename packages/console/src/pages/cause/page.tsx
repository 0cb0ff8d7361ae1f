import { useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useEffect, useState, type ReactNode } from 'react'
import { pageAt, type PagePlace } from '../../address.ts'
import { fetchCause } from '../../api-cause.ts'
import { identified } from '../../api-recall.ts'
import { fetchLabels } from '../../api.ts'
import { toBeLabelled } from '../../identifier.ts'
import { go } from '../../place.tsx'
import { useSaid } from '../../said.tsx'
import { Faults, saysOf } from '../recalls/faults.tsx'
import { Ranked } from './ranked.tsx'
import './cause.css'

const linesIn = (text: string): readonly string[] =>
  text.split(/[\n,]/).flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))

/** Bad and good ones in, what the bad share and the good do not out, the likeliest first. */
export function CausePage({ has }: { readonly has: PagePlace['has'] }): ReactNode {
  const { words } = useSaid()
  const said = words.cause
  useEffect(() => {
    document.title = `${said.title} · ${words.product}`
  }, [said, words])
  const { bad = '', good = '' } = has
  const [asked, setAsked] = useState<Given>({ bad, good })
  const ask = (given: Given): void => {
    setAsked(given)
    const short = given.bad.length + given.good.length <= MOST_IN_ADDRESS
    go(pageAt('cause', short ? given : {}))
  }
  return (
    <div className="causes">
      <h1>{said.title}</h1>
      <p className="why">{said.why}</p>
      <Asking given={asked} ask={ask} />
      {asked.bad !== '' && <Answer bad={asked.bad} good={asked.good} />}
    </div>
  )
}

type Given = { readonly bad: string; readonly good: string }

/** Longer lists than an address may carry stay in the page. */
const MOST_IN_ADDRESS = 6000

type AskingProps = { readonly given: Given; readonly ask: (given: Given) => void }

function Asking({ given, ask }: AskingProps): ReactNode {
  const { words } = useSaid()
  const said = words.cause
  const [bad, setBad] = useState(given.bad)
  const [good, setGood] = useState(given.good)
  const [faults, setFaults] = useState<readonly string[]>([])
  const submit = (): void => {
    const none = linesIn(bad).length === 0
    setFaults(none ? [said.needed] : [])
    if (none) return
    ask({ bad: linesIn(bad).join('\n'), good: linesIn(good).join('\n') })
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <div className="both">
        <Codes name="bad" label={said.bad} why={said.badWhy} value={bad} onChange={setBad} />
        <Codes name="good" label={said.good} why={said.goodWhy} value={good} onChange={setGood} />
      </div>
      <Faults faults={faults} />
      <Button type="primary" size="large" htmlType="submit">
        {said.ask}
      </Button>
    </form>
  )
}

function Codes(props: {
  readonly name: string
  readonly label: string
  readonly why: string
  readonly value: string
  readonly onChange: (text: string) => void
}): ReactNode {
  return (
    <label className="field">
      <span>{props.label}</span>
      <Input.TextArea
        name={props.name}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
        autoSize={{ minRows: 4, maxRows: 12 }}
        spellCheck={false}
        autoCapitalize="off"
      />
      <small>{props.why}</small>
    </label>
  )
}

function Answer({ bad, good }: Given): ReactNode {
  const { words } = useSaid()
  const { data, error } = useQuery({
    queryKey: ['cause', bad, good],
    queryFn: async ({ signal }) => {
      const [badOnes, goodOnes] = await Promise.all(
        [bad, good].map((text) => identified(linesIn(text), signal)),
      )
      const ranking = await fetchCause(badOnes ?? [], goodOnes ?? [], signal)
      const ids = ranking.causes.flatMap(({ factor, alike }) => [
        factor.id,
        ...alike.slice(0, 6).map(({ id }) => id),
      ])
      return { ranking, labels: await fetchLabels(toBeLabelled(ids), signal) }
    },
    staleTime: 0,
  })
  if (error !== null) return <Faults faults={saysOf(error, words)} />
  if (data === undefined) {
    return (
      <p className="why" role="status">
        {words.cause.asking}
      </p>
    )
  }
  return <Ranked ranking={data.ranking} labels={data.labels} />
}
