import type { DeadLetterTold, Overview } from '../subscribe/dead-letters.ts'
import { TARGET, targetOf, tellRefusal, type Target } from './target.ts'
import { Misused, read, type Command, type Terminal } from './terminal.ts'

const HELP = `suyuan subscriptions [list]
suyuan subscriptions dead-letters
suyuan subscriptions send ID… | --all
suyuan subscriptions drop ID…

  How subscribers stand, those in trouble first; and the messages that a receiver did not take, however
  often they were sent. send sends one again, under the ID it had; drop gives one up: its events stay in
  the log.
  --server URL (http://127.0.0.1:8080) or --data DIR, --key KEY, --json.
`

const OPTIONS = { ...TARGET, all: { type: 'boolean' } } as const

type Doing = {
  readonly target: Target
  readonly terminal: Terminal
  readonly json: boolean
}

/** `suyuan subscriptions` */
export const subscriptions: Command = async (args, terminal) => {
  const { values, positionals } = read(args, OPTIONS)
  if (values.help === true) {
    terminal.out(HELP)
    return 0
  }
  const [what = 'list', ...ids] = positionals
  checkUse(what, ids, values.all === true)
  await using target = await targetOf(values, terminal)
  const doing: Doing = { target, terminal, json: values.json === true }
  switch (what) {
    case 'list':
      return list(doing)
    case 'dead-letters':
      return listLetters(doing)
    case 'drop':
      return each(doing, ids, drop)
    default:
      return each(doing, values.all === true ? await waitingIds(doing) : ids, send)
  }
}

/** What each takes: IDs, or none. */
const TAKES: Readonly<Record<string, 'nothing' | 'IDs'>> = {
  list: 'nothing',
  'dead-letters': 'nothing',
  send: 'IDs',
  drop: 'IDs',
}

/** @throws Misused saying what to write instead. */
function checkUse(what: string, ids: readonly string[], all: boolean): void {
  const takes = Object.hasOwn(TAKES, what) ? TAKES[what] : undefined
  const named = ids.length > 0
  const wrong: Readonly<Record<string, boolean>> = {
    [`${what}: it is list, dead-letters, send or drop; add --help to see what each takes`]:
      takes === undefined,
    [`${what} takes no ID`]: takes === 'nothing' && named,
    '--all goes with send alone': all && what !== 'send',
    [`name a dead letter by its ID: suyuan subscriptions ${what} ID`]:
      takes === 'IDs' && !all && !named,
    'name dead letters, or --all, and not both': all && named,
  }
  const [says] = Object.keys(wrong).filter((one) => wrong[one])
  if (says !== undefined) throw new Misused(says)
}

async function list({ target, terminal, json }: Doing): Promise<number> {
  const answer = await target.ask('/admin/subscriptions')
  if (!answer.ok) return refused(answer, terminal)
  const told = (await answer.json()) as { readonly subscriptions: readonly Overview[] }
  if (json) terminal.out(`${JSON.stringify(told)}\n`)
  else for (const one of told.subscriptions) terminal.out(`${lineOf(one)}\n`)
  return 0
}

async function refused(answer: Response, terminal: Terminal): Promise<number> {
  await tellRefusal(answer, terminal, 'subscriptions')
  return 1
}

function lineOf(one: Overview): string {
  const when = one.stream ? 'stream' : `schedule ${JSON.stringify(one.schedule)}`
  const state = [
    one.lastNotifiedAt === undefined ? 'never told' : `told ${one.lastNotifiedAt}`,
    `${one.behind} behind`,
    ...(one.failures > 0 ? [`${one.failures} times not taken: ${one.failure ?? ''}`] : []),
    ...(one.retryAt !== undefined ? [`again ${one.retryAt}`] : []),
    ...(one.deadLetters > 0 ? [`${one.deadLetters} dead letters`] : []),
  ]
  return `${one.subscriptionID}  ${one.queryName} → ${one.dest}  ${when}  ${state.join('; ')}`
}

async function lettersOf({ target, terminal }: Doing): Promise<readonly DeadLetterTold[] | number> {
  const answer = await target.ask('/admin/dead-letters')
  if (!answer.ok) return refused(answer, terminal)
  return ((await answer.json()) as { readonly deadLetters: readonly DeadLetterTold[] }).deadLetters
}

async function listLetters(doing: Doing): Promise<number> {
  const letters = await lettersOf(doing)
  if (typeof letters === 'number') return letters
  const { terminal, json } = doing
  if (json) terminal.out(`${JSON.stringify({ deadLetters: letters })}\n`)
  else {
    for (const { id, queryName, dest, events, diedAt, attempts, failure } of letters) {
      const count = `${events} ${events === 1 ? 'event' : 'events'}`
      const end = `given up ${diedAt} after ${attempts} times: ${failure}`
      terminal.out(`${id}  ${queryName} → ${dest}  ${count}  ${end}\n`)
    }
  }
  return 0
}

async function waitingIds(doing: Doing): Promise<readonly string[] | number> {
  const letters = await lettersOf(doing)
  return typeof letters === 'number' ? letters : letters.map(({ id }) => id)
}

type Act = (doing: Doing, id: string) => Promise<boolean>

async function each(doing: Doing, ids: readonly string[] | number, act: Act): Promise<number> {
  if (typeof ids === 'number') return ids
  let code = 0
  for (const id of ids) if (!(await act(doing, id))) code = 1
  return code
}

const pathOf = (id: string): string => `/admin/dead-letters/${encodeURIComponent(id)}`

async function send({ target, terminal, json }: Doing, id: string): Promise<boolean> {
  const answer = await target.ask(`${pathOf(id)}/send`, { method: 'POST' })
  if (!answer.ok) {
    await tellRefusal(answer, terminal, id)
    return false
  }
  const told = (await answer.json()) as { readonly taken: boolean; readonly says?: string }
  if (json) terminal.out(`${JSON.stringify(told)}\n`)
  else terminal.out(`${id}  ${told.taken ? 'taken' : `not taken: ${told.says ?? ''}`}\n`)
  return told.taken
}

async function drop({ target, terminal }: Doing, id: string): Promise<boolean> {
  const answer = await target.ask(pathOf(id), { method: 'DELETE' })
  if (answer.ok) terminal.out(`${id}  given up\n`)
  else await tellRefusal(answer, terminal, id)
  return answer.ok
}
