import type { Hold } from '../retention/holds.ts'
import { TARGET, targetOf, tellRefusal } from './target.ts'
import { Misused, read, type Command } from './terminal.ts'

const HELP = `suyuan hold place ID --reason TEXT [--by NAME]
suyuan hold place --events 'EQ_bizStep=packing&EQ_bizLocation=…' --reason TEXT [--by NAME]
suyuan hold lift NUMBER --reason TEXT [--by NAME]
suyuan hold list

  What is held, and all that is in its graph, backward and forward, stays whatever the retention rules
  say. ID in any spelling; --events holds all that the events name which these query parameters select,
  later ones too. A hold that was lifted stays on record.
  --server URL (http://127.0.0.1:8080) or --data DIR, --key KEY, --json.
`

const OPTIONS = {
  ...TARGET,
  reason: { type: 'string' },
  by: { type: 'string' },
  events: { type: 'string' },
} as const

type Given = { readonly reason?: string | undefined; readonly by?: string | undefined }
type Asked = { readonly path: string; readonly body?: object }

/** `suyuan hold` */
export const hold: Command = async (args, terminal) => {
  const { values, positionals } = read(args, OPTIONS)
  if (values.help === true) {
    terminal.out(HELP)
    return 0
  }
  const { path, body } = askedBy(positionals, values)
  await using target = await targetOf(values, terminal)
  const headers = { 'content-type': 'application/json' }
  const init = body && { method: 'POST', headers, body: JSON.stringify(body) }
  const answer = await target.ask(path, init)
  if (!answer.ok) {
    await tellRefusal(answer, terminal, 'hold')
    return 1
  }
  const told = (await answer.json()) as Hold | { readonly holds: readonly Hold[] }
  if (values.json === true) terminal.out(`${JSON.stringify(told)}\n`)
  else for (const one of 'holds' in told ? told.holds : [told]) terminal.out(`${lineOf(one)}\n`)
  return 0
}

function askedBy(
  [what, which, ...more]: readonly string[],
  { events, ...given }: Given & { readonly events?: string | undefined },
): Asked {
  if (more.length > 0) throw new Misused(`${more[0]}: one at a time`)
  if (what === 'list' && which === undefined) return { path: '/admin/holds' }
  if (what === 'place')
    return { path: '/admin/holds', body: { ...scopeOf(which, events), ...said(given) } }
  if (what === 'lift') {
    if (which === undefined || !/^[1-9]\d{0,14}$/.test(which)) {
      throw new Misused('name the hold by its number: suyuan hold lift 3 --reason TEXT')
    }
    return { path: `/admin/holds/${which}/lift`, body: said(given) }
  }
  throw new Misused('suyuan hold place, lift or list; add --help to see what each takes')
}

function scopeOf(of: string | undefined, events: string | undefined): object {
  if ((of === undefined) === (events === undefined)) {
    throw new Misused(
      'name one identifier, or a selection with --events: suyuan hold place ID --reason TEXT',
    )
  }
  return events === undefined ? { of } : { events: Object.fromEntries(new URLSearchParams(events)) }
}

function said({ reason, by }: Given): object {
  if (reason === undefined) throw new Misused('say why, with --reason TEXT')
  return { reason, ...(by !== undefined && { by }) }
}

function lineOf({ hold: number, of, events, reason, by, placedAt, lifted }: Hold): string {
  const what = of ?? `events ${new URLSearchParams(events).toString()}`
  const end = lifted === undefined ? '' : `; lifted ${lifted.at} by ${lifted.by}: ${lifted.reason}`
  return `${number}  ${what}  placed ${placedAt} by ${by}: ${reason}${end}`
}
