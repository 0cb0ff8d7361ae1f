import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { RecallCase } from '@suyuan/core/recall/case'
import { shownAlarm, shownCase, shownList, shownLot, shownNotice } from './recall-shown.ts'
import { TARGET, targetOf, tellRefusal, type Target } from './target.ts'
import { Misused, progress, read, type Command, type Terminal } from './terminal.ts'

const HELP = `suyuan recall open ID… --reason TEXT --level 1|2|3 --known TIME [--made 'EQ_bizLocation=…&GE_eventTime=…'] [--idempotency-key KEY]
suyuan recall drill …                     the same, marked as a drill
suyuan recall list                        all cases, the newest first
suyuan recall show CASE                   what is affected, where, deadlines, versions, effectiveness
suyuan recall items CASE [--holder H] [--lot L]     every affected item, a line of JSON each
suyuan recall lots CASE                   the lots of the affected items
suyuan recall trace CASE                  trace it anew
suyuan recall notify CASE                 a notice to every holder with news, of only its lots
suyuan recall notices CASE                the notices that went out
suyuan recall ack CASE NOTICE             a holder has its notice
suyuan recall found|blocked|returned|destroyed CASE --holder H (--items N [--lot L] | --id ID…)
suyuan recall alarms [CASE]               affected things that were scanned, moved, sold or used
suyuan recall announce CASE --at TIME     it was made public
suyuan recall extend CASE --until TIME --reason TEXT
suyuan recall close CASE --reason TEXT    keeps what is true then
suyuan recall reopen CASE --reason TEXT

  The clock runs from --known. Evidence: --file FILE (its SHA-256 is kept) or --ref TEXT. --by NAME says who.
  Ctrl-C ends a trace; the case stays, and is traced when it is next asked for.
  --server URL (http://127.0.0.1:8080) or --data DIR|postgres://…, --key KEY, --json.
`

const TEXT = { type: 'string' } as const
const OPTIONS = {
  ...TARGET,
  reason: TEXT,
  level: TEXT,
  known: TEXT,
  made: { type: 'string', multiple: true },
  'idempotency-key': TEXT,
  by: TEXT,
  holder: TEXT,
  lot: TEXT,
  items: TEXT,
  id: { type: 'string', multiple: true },
  file: TEXT,
  ref: TEXT,
  at: TEXT,
  until: TEXT,
} as const

type Values = ReturnType<typeof read<typeof OPTIONS>>['values']
type Doing = {
  readonly target: Target
  readonly values: Values
  readonly rest: readonly string[]
  readonly terminal: Terminal
}
type Row = {
  /** Words after the command; the last may be left out. */
  readonly words: readonly string[]
  readonly optional?: true
  readonly many?: true
  readonly does: (doing: Doing) => Promise<number>
}

const counted = (kind: string): Row => ({
  words: ['CASE'],
  does: (doing) =>
    send(doing, 'counts', { kind, ...given(doing.values, 'holder', 'lot'), ...amountIn(doing) }),
})

const WHAT: Readonly<Record<string, Row>> = {
  open: { words: ['ID'], many: true, optional: true, does: (doing) => open(doing, false) },
  drill: { words: ['ID'], many: true, optional: true, does: (doing) => open(doing, true) },
  list: { words: [], does: (doing) => get(doing, '/recalls', shownList) },
  show: { words: ['CASE'], does: (doing) => get(doing, of(doing), shownCase) },
  items: { words: ['CASE'], does: items },
  lots: { words: ['CASE'], does: (doing) => get(doing, `${of(doing)}/lots`, shownLot) },
  trace: { words: ['CASE'], does: (doing) => work(doing, `${of(doing)}/versions`, {}) },
  notify: { words: ['CASE'], does: (doing) => send(doing, 'notices', {}, shownNotice) },
  notices: { words: ['CASE'], does: (doing) => get(doing, `${of(doing)}/notices`, shownNotice) },
  ack: {
    words: ['CASE', 'NOTICE'],
    does: (doing) => send(doing, `notices/${doing.rest[1]}/acknowledgement`, {}),
  },
  found: counted('found'),
  blocked: counted('blocked'),
  returned: counted('returned'),
  destroyed: counted('destroyed'),
  alarms: {
    words: ['CASE'],
    optional: true,
    does: (doing) =>
      get(
        doing,
        doing.rest[0] === undefined ? '/recalls/alarms' : `${of(doing)}/alarms`,
        shownAlarm,
      ),
  },
  announce: {
    words: ['CASE'],
    does: (doing) => send(doing, 'announcement', given(doing.values, 'at')),
  },
  extend: {
    words: ['CASE'],
    does: (doing) =>
      send(doing, 'extension', { deadline: 'finish', ...given(doing.values, 'until', 'reason') }),
  },
  close: { words: ['CASE'], does: (doing) => send(doing, 'close', given(doing.values, 'reason')) },
  reopen: {
    words: ['CASE'],
    does: (doing) => send(doing, 'reopen', given(doing.values, 'reason')),
  },
}

/** `suyuan recall` */
export const recall: Command = async (args, terminal) => {
  const { values, positionals } = read(args, OPTIONS)
  if (values.help === true) {
    terminal.out(HELP)
    return 0
  }
  const [what = '', ...rest] = positionals
  const row = Object.hasOwn(WHAT, what) ? WHAT[what] : undefined
  if (row === undefined) {
    throw new Misused(
      `suyuan recall ${Object.keys(WHAT).join(', ')}; add --help to see what each does`,
    )
  }
  const { words, optional, many, does } = row
  if (rest.length < words.length && optional !== true) {
    throw new Misused(`name what: suyuan recall ${what} ${words.join(' ')}`)
  }
  if (rest.length > words.length && many !== true) {
    throw new Misused(`${rest.at(-1)}: that is one too many`)
  }
  await using target = await targetOf(values, terminal)
  return does({ target, values, rest, terminal })
}

const of = ({ rest }: Doing): string => `/recalls/${encodeURIComponent(rest[0] ?? '')}`

const given = (values: Values, ...names: readonly (keyof Values)[]): object =>
  Object.fromEntries(
    names.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])),
  )

function amountIn({ values: { items, id } }: Doing): object {
  if ((items === undefined) === (id === undefined)) {
    throw new Misused('tell how many with --items N, or which with --id ID')
  }
  return items === undefined ? { ids: id } : { items: Number(items) }
}

/** Evidence of a file is its hash, and its name unless told where it is kept. */
function evidenceIn({ file, ref }: Values): object {
  if (file === undefined) return ref === undefined ? {} : { evidence: { ref } }
  try {
    const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex')
    return { evidence: { ref: ref ?? basename(file), sha256 } }
  } catch (cause) {
    throw new Misused(`${file} cannot be read`, { cause })
  }
}

async function open(doing: Doing, drill: boolean): Promise<number> {
  const { values, rest } = doing
  const { reason, level, known, made = [], by } = values
  const suspects = [...rest, ...made.map((text) => ({ made: selectionIn(text) }))]
  if (suspects.length === 0) throw new Misused('name what is suspect, or select it with --made')
  const body = {
    suspects,
    drill,
    ...given({ reason, by } as Values, 'reason', 'by'),
    ...(level !== undefined && { level: Number(level) }),
    ...(known !== undefined && { knownAt: known }),
  }
  return work(doing, '/recalls', body)
}

/** As in an address: alternatives are joined by a vertical bar. */
const selectionIn = (text: string): object =>
  Object.fromEntries(
    [...new URLSearchParams(text)].map(([name, value]) => [name, value.split('|')]),
  )

type Show<T> = (told: T) => string

async function get<T>(doing: Doing, path: string, show: Show<T>): Promise<number> {
  return tell(doing, await doing.target.ask(path), show)
}

async function send(
  doing: Doing,
  path: string,
  body: object,
  show: Show<never> = shownCase as Show<never>,
): Promise<number> {
  const { values } = doing
  const all = { ...body, ...evidenceIn(values), ...given(values, 'by') }
  const answer = await doing.target.ask(`${of(doing)}/${path}`, posting(values, all))
  return tell(doing, answer, show as Show<unknown>)
}

const posting = (values: Values, body: object): RequestInit => {
  const key = values['idempotency-key']
  return {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(key !== undefined && { 'idempotency-key': key }),
    },
    body: JSON.stringify(body),
  }
}

async function tell<T>(
  { terminal, values, rest }: Doing,
  answer: Response,
  show: Show<T>,
): Promise<number> {
  if (!answer.ok) {
    await tellRefusal(answer, terminal, rest[0] ?? 'recall')
    return 1
  }
  const told = (await answer.json()) as T
  terminal.out(values.json === true ? `${JSON.stringify(told)}\n` : show(told))
  return 0
}

async function items({ target, values, rest: [id = ''], terminal }: Doing): Promise<number> {
  const query = new URLSearchParams(given(values, 'holder', 'lot') as Record<string, string>)
  const answer = await target.ask(`/recalls/${encodeURIComponent(id)}/items?${query}`)
  if (!answer.ok || answer.body === null) {
    await tellRefusal(answer, terminal, id)
    return 1
  }
  for await (const piece of answer.body.pipeThrough(new TextDecoderStream())) terminal.out(piece)
  return 0
}

/** A trace, with its progress; ended with this process, for the server sees that nobody waits. */
async function work(doing: Doing, path: string, body: object): Promise<number> {
  const { target, values, terminal } = doing
  const init = posting(values, body)
  const headers = { ...(init.headers as Record<string, string>), accept: 'application/x-ndjson' }
  const answer = await target.ask(path, { ...init, headers })
  if (!answer.ok || answer.body === null) {
    await tellRefusal(answer, terminal, 'recall')
    return 1
  }
  const line = progress(terminal)
  let text = ''
  for await (const piece of answer.body.pipeThrough(new TextDecoderStream())) {
    const lines = (text + piece).split('\n')
    text = lines.pop() ?? ''
    for (const one of lines) {
      const said = JSON.parse(one) as {
        readonly tracing?: { readonly found: number }
        readonly done?: RecallCase
        readonly problem?: object
      }
      if (said.tracing) line.tell(`${said.tracing.found} affected things found`)
      if (said.problem) {
        await tellRefusal(new Response(JSON.stringify(said.problem)), terminal, 'recall')
        return 1
      }
      if (said.done) {
        terminal.out(values.json === true ? `${JSON.stringify(said.done)}\n` : shownCase(said.done))
        return 0
      }
    }
  }
  terminal.err('recall: the answer broke off; suyuan recall list tells whether the case is there\n')
  return 1
}
