import { readFile } from 'node:fs/promises'
import { TARGET, targetOf, tellRefusal } from './target.ts'
import { Misused, read, type Command } from './terminal.ts'

const HELP = `suyuan prefixes list
suyuan prefixes add PREFIX… [--length N]
suyuan prefixes import FILE
suyuan prefixes remove PREFIX
suyuan prefixes learn

  How long GS1 Company Prefixes are. Only EPC URNs in answers need it (GS1-EPC-Format: Always_EPC_URN): no
  number says it, and none is guessed. Capture learns it from every EPC URN; add is for your own and your
  partners'; import takes GS1's table of lengths (JSON), which you have from GS1; learn reads the whole log.
  --length N: numbers that begin with PREFIX have a company prefix of N digits.
  --server URL (http://127.0.0.1:8080) or --data DIR|postgres://…, --key KEY, --json.
`

const OPTIONS = { ...TARGET, length: { type: 'string' } } as const

type Asked = { readonly path: string; readonly init?: RequestInit }

const PATH = '/admin/company-prefixes'

/** `suyuan prefixes` */
export const prefixes: Command = async (args, terminal) => {
  const { values, positionals } = read(args, OPTIONS)
  if (values.help === true) {
    terminal.out(HELP)
    return 0
  }
  const { path, init } = await askedBy(positionals, values.length)
  await using target = await targetOf(values, terminal)
  const answer = await target.ask(path, init)
  if (!answer.ok) {
    await tellRefusal(answer, terminal, 'prefixes')
    return 1
  }
  const text = await answer.text()
  if (values.json === true && text !== '') terminal.out(`${text}\n`)
  else terminal.out(shown(text))
  return 0
}

type Ask = (names: readonly string[], length: string | undefined) => Asked | Promise<Asked>

/** What each takes after it: nothing, one, or some. */
type Act = { readonly takes: 0 | 1 | 'some'; readonly ask: Ask }

const ACTS: ReadonlyMap<string, Act> = new Map<string, Act>([
  ['list', { takes: 0, ask: () => ({ path: PATH }) }],
  ['learn', { takes: 0, ask: () => ({ path: `${PATH}/learn`, init: { method: 'POST' } }) }],
  ['add', { takes: 'some', ask: (names, length) => posted(told(names, length)) }],
  ['import', { takes: 1, ask: async ([file = '']) => posted(await textOf(file)) }],
  [
    'remove',
    {
      takes: 1,
      ask: ([name = '']) => ({
        path: `${PATH}/${encodeURIComponent(name)}`,
        init: { method: 'DELETE' },
      }),
    },
  ],
])

async function askedBy(
  [what = '', ...names]: readonly string[],
  length: string | undefined,
): Promise<Asked> {
  if (length !== undefined && what !== 'add') throw new Misused('--length goes with add')
  const act = ACTS.get(what)
  if (act !== undefined && (act.takes === 'some' ? names.length > 0 : names.length === act.takes)) {
    return act.ask(names, length)
  }
  throw new Misused(
    'suyuan prefixes list, add, import, remove or learn; --help tells what each takes',
  )
}

function told(names: readonly string[], length: string | undefined): string {
  if (length !== undefined && !/^\d+$/.test(length)) throw new Misused('--length is a number')
  const rows = names.map((prefix) => ({
    prefix,
    ...(length !== undefined && { length: Number(length) }),
  }))
  return JSON.stringify({ prefixes: rows })
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw new Misused(`${file} cannot be read; is the name right?`, { cause })
  }
}

function posted(body: string): Asked {
  const headers = { 'content-type': 'application/json' }
  return { path: PATH, init: { method: 'POST', headers, body } }
}

type Row = { readonly prefix: string; readonly length: number; readonly source: string }

function shown(text: string): string {
  if (text === '') return ''
  const said = JSON.parse(text) as { readonly told?: number; readonly prefixes?: readonly Row[] }
  if (said.told !== undefined) return `${said.told} prefixes noted\n`
  return (said.prefixes ?? [])
    .map(
      ({ prefix, length, source }) =>
        `${prefix.padEnd(12)}  ${String(length).padStart(2)} digits  ${source}\n`,
    )
    .join('')
}
