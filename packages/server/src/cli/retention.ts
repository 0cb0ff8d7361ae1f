import type { Applied } from '../retention/apply.ts'
import type { Alike, Plan } from '../retention/plan.ts'
import { rules } from './rules.ts'
import { TARGET, targetOf, tellRefusal, type Target } from './target.ts'
import { Misused, progress, read, type Command, type Terminal } from './terminal.ts'

const HELP = `suyuan retention rules [FILE.json] [--by NAME]   the rules in force; with a file, new ones
suyuan retention plan                            what may go now, and why the rest may not
suyuan retention apply --digest D | --yes [--by NAME]
suyuan retention erased [--after POSITION]       what went, when, by which rule and by whom

  plan changes nothing. apply lets go what the plan with this digest said; with --yes whatever may go
  now. What goes is gone for good, but for backups that were made before.
  --server URL (http://127.0.0.1:8080) or --data DIR, --key KEY, --json.
`

const OPTIONS = {
  ...TARGET,
  by: { type: 'string' },
  digest: { type: 'string' },
  yes: { type: 'boolean' },
  after: { type: 'string' },
} as const

type Values = ReturnType<typeof read<typeof OPTIONS>>['values']
type Doing = {
  readonly values: Values
  readonly rest: readonly string[]
  readonly terminal: Terminal
}

const WHAT: Readonly<Record<string, (doing: Doing) => Promise<number>>> = {
  rules: ({ values, rest: [file], terminal }) => rules('retention', file, { values, terminal }),
  plan: (doing) => work(doing, undefined, tellPlan),
  apply: (doing) => work(doing, applying(doing.values), tellApplied),
  erased,
}

/** `suyuan retention` */
export const retention: Command = async (args, terminal) => {
  const { values, positionals } = read(args, OPTIONS)
  if (values.help === true) {
    terminal.out(HELP)
    return 0
  }
  const [what = '', ...rest] = positionals
  const does = Object.hasOwn(WHAT, what) ? WHAT[what] : undefined
  if (does === undefined) {
    throw new Misused(
      `suyuan retention ${Object.keys(WHAT).join(', ')}; add --help to see what each does`,
    )
  }
  if (rest.length > (what === 'rules' ? 1 : 0))
    throw new Misused(`${rest.at(-1)}: that is one too many`)
  return does({ values, rest, terminal })
}

const JSON_TYPE = { 'content-type': 'application/json' }

function applying({ digest, yes, by }: Values): object {
  if ((digest === undefined) === (yes === undefined)) {
    throw new Misused(
      'give --digest D, as suyuan retention plan says it; or --yes, for whatever may go now',
    )
  }
  const what = digest === undefined ? { yes: true } : { digest }
  return { ...what, ...(by !== undefined && { by }) }
}

type Progress = { readonly done: number; readonly of: number }
type Line = {
  readonly read?: Progress
  readonly erased?: Progress
  readonly done?: unknown
  readonly problem?: object
}

/** Asks for a long work, tells how far it is, and at the end what it did. */
async function work<T>(
  { values, terminal }: Doing,
  body: object | undefined,
  tell: (done: T) => string,
): Promise<number> {
  await using target = await targetOf(values, terminal)
  const line = progress(terminal)
  const headers = { ...JSON_TYPE, accept: 'application/x-ndjson' }
  const init = body && { method: 'POST', body: JSON.stringify(body) }
  for await (const said of linesOf(target, { ...init, headers })) {
    if (said instanceof Response) {
      await tellRefusal(said, terminal, 'retention')
      return 1
    }
    if (said.read) line.tell(`${said.read.done} of ${said.read.of} events read`)
    if (said.erased) line.tell(`${said.erased.done} of ${said.erased.of} events erased`)
    if (said.problem) {
      await tellRefusal(new Response(JSON.stringify(said.problem)), terminal, 'retention')
      return 1
    }
    if (said.done === undefined) continue
    const done = said.done as T
    terminal.out(values.json === true ? `${JSON.stringify(done)}\n` : tell(done))
    return 0
  }
  terminal.err('retention: the answer broke off; run the same again\n')
  return 1
}

async function* linesOf(target: Target, init: RequestInit): AsyncGenerator<Line | Response> {
  const answer = await target.ask('/admin/retention', init)
  if (!answer.ok || answer.body === null) {
    yield answer
    return
  }
  let left = ''
  for await (const piece of answer.body.pipeThrough(new TextDecoderStream())) {
    const lines = (left + piece).split('\n')
    left = lines.pop() ?? ''
    for (const one of lines) yield JSON.parse(one) as Line
  }
}

const WHY: Readonly<Record<string, string>> = {
  held: 'held',
  recalled: 'under an open recall',
  'no-rule': 'no confirmed rule covers it',
  'not-yet': 'its own time is not over',
  'graph-no-rule': 'something in its graph is covered by no confirmed rule',
  'graph-not-yet': 'the time of something in its graph is not over',
}

function tellPlan({ asOf, rules: version, events, going, kept, digest }: Plan): string {
  const lines = [
    version === 0
      ? 'There are no rules: nothing goes.'
      : `Rules ${version}, as of ${asOf}, ${events} events`,
    `may go: ${going.events}`,
    ...going.byRule.map((one) => counted(one.events, detail(one))),
    `stay: ${kept.events}`,
    ...kept.byReason.map((one) =>
      counted(one.events, [WHY[one.reason] ?? one.reason, ...detail(one)]),
    ),
    ...(going.events === 0 ? [] : [`suyuan retention apply --digest ${digest}`]),
  ]
  return `${lines.join('\n')}\n`
}

const counted = (events: number, parts: readonly string[]): string =>
  `  ${String(events).padStart(9)}  ${parts.join(', ')}`

function detail({ rule, hold, recall, until, example, because }: Alike): readonly string[] {
  return [
    rule && `rule ${rule}`,
    hold && `hold ${hold}`,
    recall && `recall ${recall}`,
    until && `until ${until} at the earliest`,
    example && `as ${example}`,
    because && `because of ${because}`,
  ].filter((part) => typeof part === 'string')
}

function tellApplied({ run, erased: gone, spared }: Applied): string {
  const stay = spared === 0 ? '' : `; ${spared} stay, for something came meanwhile that keeps them`
  return `${gone} events erased, on record as run ${run}${stay}\n`
}

type ErasedLine = {
  readonly position: number
  readonly hash: string
  readonly eventTime: string
  readonly erasedAt: string
  readonly rule: string
  readonly by: string
}

async function erased({ values, terminal }: Doing): Promise<number> {
  await using target = await targetOf(values, terminal)
  const question =
    values.after === undefined ? '' : `?${new URLSearchParams({ after: values.after })}`
  const answer = await target.ask(`/admin/retention/erased${question}`)
  if (!answer.ok) {
    await tellRefusal(answer, terminal, 'erased')
    return 1
  }
  const told = (await answer.json()) as { readonly erased: readonly ErasedLine[] }
  if (values.json === true) terminal.out(`${JSON.stringify(told)}\n`)
  else {
    for (const { position, hash, eventTime, erasedAt, rule, by } of told.erased) {
      terminal.out(
        `${position}  ${hash}  of ${eventTime}  erased ${erasedAt} by ${by}, rule ${rule}\n`,
      )
    }
    const last = told.erased.at(-1)?.position
    if (answer.headers.has('link')) terminal.err(`more: suyuan retention erased --after ${last}\n`)
  }
  return 0
}
