import { showGroups, showLot, showTransformation, showTransformations } from './balance-shown.ts'
import { rules } from './rules.ts'
import { TARGET, targetOf, tellRefusal } from './target.ts'
import { Misused, read, type Command, type Terminal } from './terminal.ts'

const HELP = `suyuan balance ID                                   of a lot, a transformation, or an event that is one
suyuan balance by transformation --from T --to T [--line PLACE] [--verdict unbalanced]
suyuan balance by line|day|supplier --from T --to T [--line PLACE]
suyuan balance rules [FILE.json] [--by NAME]        the rules in force; with a file, new ones

  in = out + losses + rework + samples + what is missing. What is not known is never zero: "at least", and not judged.
  T is a date-time with zone, like 2026-03-01T00:00:00+08:00. --known-before T: as the log knew it then.
  --server URL (http://127.0.0.1:8080) or --data DIR|postgres://…, --key KEY, --json.
`

const OPTIONS = {
  ...TARGET,
  from: { type: 'string' },
  to: { type: 'string' },
  line: { type: 'string' },
  verdict: { type: 'string' },
  by: { type: 'string' },
  'known-before': { type: 'string' },
} as const

type Values = ReturnType<typeof read<typeof OPTIONS>>['values']

/** `suyuan balance` */
export const balance: Command = async (args, terminal) => {
  const { values, positionals } = read(args, OPTIONS)
  if (values.help === true) {
    terminal.out(HELP)
    return 0
  }
  const [what, ...rest] = positionals
  if (what === undefined) throw new Misused('name a lot or a transformation: suyuan balance ID')
  if (rest.length > (what === 'by' || what === 'rules' ? 1 : 0))
    throw new Misused(`${rest.at(-1)}: that is one too many`)
  if (what === 'rules') return rules('balance', rest[0], { values, terminal })
  if (what === 'by') return listing(rest[0], values, terminal)
  return one(what, values, terminal)
}

async function one(of: string, values: Values, terminal: Terminal): Promise<number> {
  const question = new URLSearchParams({ of })
  known(question, values)
  await using target = await targetOf(values, terminal)
  const answer = await target.ask(`/balance?${question}`)
  if (!answer.ok) {
    await tellRefusal(answer, terminal, of)
    return 1
  }
  const text = await answer.text()
  if (values.json === true) terminal.out(`${text}\n`)
  else {
    const told = JSON.parse(text) as { readonly kind: string }
    terminal.out(told.kind === 'lot' ? showLot(told) : showTransformation(told))
  }
  return 0
}

function known(question: URLSearchParams, values: Values): void {
  const before = values['known-before']
  if (before !== undefined) question.set('LT_recordTime', before)
}

const BY = ['transformation', 'line', 'day', 'supplier']

/** @throws Misused when it is no question. */
function questionOf(by: string | undefined, values: Values): URLSearchParams {
  if (by === undefined || !BY.includes(by))
    throw new Misused(`suyuan balance by ${BY.join(', ')}; add --help to see more`)
  const { from, to, line, verdict } = values
  if (from === undefined || to === undefined)
    throw new Misused('give the time: --from T --to T, each with its zone')
  const question = new URLSearchParams({ by, from, to, perPage: '500' })
  if (line !== undefined) question.set('line', line)
  if (verdict !== undefined) question.set('verdict', verdict)
  known(question, values)
  return question
}

async function listing(
  by: string | undefined,
  values: Values,
  terminal: Terminal,
): Promise<number> {
  const question = questionOf(by, values)
  await using target = await targetOf(values, terminal)
  for (let path: string | undefined = `/balance?${question}`; path !== undefined;) {
    const answer: Response = await target.ask(path)
    if (!answer.ok) {
      await tellRefusal(answer, terminal, `balance by ${by}`)
      return 1
    }
    const text = await answer.text()
    if (values.json === true) terminal.out(`${text}\n`)
    else {
      const { rows } = JSON.parse(text) as { readonly rows: readonly object[] }
      terminal.out(by === 'transformation' ? showTransformations(rows) : showGroups(rows))
    }
    const next = /<([^>]+)>/.exec(answer.headers.get('link') ?? '')?.[1]
    path = next === undefined ? undefined : pathOf(next)
  }
  return 0
}

function pathOf(address: string): string {
  const { pathname, search } = new URL(address)
  return pathname + search
}
