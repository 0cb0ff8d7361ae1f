import { writeFileSync } from 'node:fs'
import { chosen, run, type Report } from '../conformance/run.ts'
import type { Result } from '../conformance/case.ts'
import { countOf, findingOf } from '../conformance/report/count.ts'
import { html } from '../conformance/report/html.ts'
import { json } from '../conformance/report/json.ts'
import { junit } from '../conformance/report/junit.ts'
import { SUITE } from '../conformance/suite.ts'
import type { Target } from '../conformance/talk.ts'
import { Misused, progress, read, type Command, type Terminal } from './terminal.ts'

const HELP = `suyuan conformance --target URL [--only PART] [--html FILE] [--junit FILE] [--json FILE]

  Tries an EPCIS 2.0 server, any, against what the standard says: some 400 cases, each with the clause it rests on.
  They leave events, which are dated before 2016 and have names of their own, on the server; what else is there does
  not matter. Without other options what did not pass is written to the terminal.

  --api-key KEY            sent as X-API-Key and as a bearer token
  --header 'Name: value'   sent with every request; also more than once
  --only PART              cases with PART in their name, as match/ or MATCH_epc; also more than once
  --list                   names the cases, and does not run them
  --soap-path PATH         /soap; where the SOAP query interface is
  --fields uri             names of own fields in queries as namespace#field, for a server that knows only these;
                           prefix:field unless given
  --callback URL           how the server reaches this machine with what was subscribed to, like
                           http://192.168.1.5:9000; by loopback unless given
  --html FILE              a page to read; --junit FILE for what runs tests; --json FILE for other programs

  Exit code: 0 nothing failed, 1 something failed, 2 not understood or no answer.
`

const OPTIONS = {
  target: { type: 'string' },
  'api-key': { type: 'string' },
  header: { type: 'string', multiple: true },
  only: { type: 'string', multiple: true },
  list: { type: 'boolean' },
  'soap-path': { type: 'string' },
  callback: { type: 'string' },
  fields: { type: 'string' },
  html: { type: 'string' },
  junit: { type: 'string' },
  json: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

type Values = ReturnType<typeof read<typeof OPTIONS>>['values']

const FORMATS: Readonly<Record<'html' | 'junit' | 'json', (report: Report) => string>> = {
  html,
  junit,
  json,
}

/** `suyuan conformance` */
export const conformance: Command = async (args, terminal) => {
  const { values, positionals } = read(args, OPTIONS)
  if (values.help === true) {
    terminal.out(HELP)
    return 0
  }
  const only = values.only ?? []
  const groups = chosen(SUITE, only)
  if (groups.length === 0)
    throw new Misused(`--only ${only.join(', ')}: no case has that in its name; --list names them`)
  if (values.list === true) {
    for (const { id, clause, says } of groups.flatMap(({ cases }) => cases)) {
      terminal.out(`${id}  ${says} (${clause})\n`)
    }
    return 0
  }
  if (values.target === undefined || positionals.length > 0) {
    throw new Misused('name a server: suyuan conformance --target URL')
  }
  const target = targetOf(values.target, values)
  await reach(target)
  const report = await run(target, SUITE, { only, tell: teller(terminal) })
  for (const name of ['html', 'junit', 'json'] as const) {
    const file = values[name]
    if (file !== undefined) writeFileSync(file, FORMATS[name](report))
  }
  return tell(report, terminal)
}

function targetOf(text: string, values: Values): Target {
  const key = values['api-key']
  const callback = values.callback === undefined ? undefined : urlOf('callback', values.callback)
  return {
    url: urlOf('target', text),
    headers: {
      ...(key !== undefined && { 'x-api-key': key, authorization: `Bearer ${key}` }),
      ...Object.fromEntries((values.header ?? []).map(headerOf)),
    },
    soapPath: values['soap-path'] ?? '/soap',
    ...(callback && { callback }),
    fields: fieldsOf(values.fields ?? 'prefix'),
  }
}

function urlOf(name: string, text: string): URL {
  const url = URL.parse(text)
  if (url !== null && ['http:', 'https:'].includes(url.protocol)) return url
  throw new Misused(`--${name} ${text}: a URL, like http://127.0.0.1:8080`)
}

function fieldsOf(text: string): 'prefix' | 'uri' {
  if (text === 'prefix' || text === 'uri') return text
  throw new Misused(`--fields ${text}: prefix or uri`)
}

function headerOf(line: string): readonly [name: string, value: string] {
  const [, name, value] = /^([\w!#$%&'*+.^`|~-]+):([\t\x20-\x7e]*)$/.exec(line) ?? []
  if (name !== undefined && value !== undefined) return [name.toLowerCase(), value.trim()]
  throw new Misused(`--header ${line}: write it as 'Name: value'`)
}

/** A server that is not there would fail every case. */
async function reach({ url, headers }: Target): Promise<void> {
  await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(10_000) }).catch(
    (error: Error) => {
      const cause = error.cause instanceof Error ? `: ${error.cause.message}` : ''
      throw new Misused(`${url.href} does not answer (${error.message}${cause})`, { cause: error })
    },
  )
}

/** What did not pass is said at once; between, on a terminal, where the run is. */
function teller(terminal: Terminal): (result: Result) => void {
  const { tell: line } = progress(terminal)
  return (result) => {
    if (result.outcome === 'passed') {
      if (terminal.isTerminal) line(result.id)
      return
    }
    if (terminal.isTerminal) terminal.err('\r\u001b[K')
    terminal.out(
      `${result.outcome}: ${result.id} (${result.clause})\n  ${result.says}\n  ${findingOf(result)}\n`,
    )
  }
}

function tell(report: Report, terminal: Terminal): number {
  if (terminal.isTerminal) terminal.err('\r\u001b[K')
  const count = countOf(report.results)
  for (const { name, title } of report.groups) {
    const results = report.results.filter(({ group }) => group === name)
    terminal.out(
      `${String(countOf(results).passed).padStart(4)} of ${String(results.length).padStart(3)}  ${title.en}\n`,
    )
  }
  terminal.out(
    `${count.passed} passed, ${count.failed} failed, ${count['not supported']} not supported, ${count['not tried']} could not be tried; ${report.seconds.toFixed(1)} s\n`,
  )
  return count.failed === 0 ? 0 : 1
}
