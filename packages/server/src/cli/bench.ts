import {
  NotMeasurable,
  run,
  type Both,
  type Listener,
  type Options,
  type Result,
} from '../bench/run.ts'
import { tellCaptured, tellLookedUp } from '../bench/report.ts'
import type { Target } from '../bench/target.ts'
import { Misused, progress, read, type Command, type Terminal } from './terminal.ts'

const HELP = `suyuan bench --target URL [--events 100000] [--lookups 10000] [--while-capturing 0] …

  Captures the demo chain into any EPCIS 2.0 server and asks for the events of single tins: how fast,
  how even, and whether every answer is right. Events stay there: use a server that is for nothing else.

  --events N[,N…]           how many there are after each step; look-ups follow each
  --seed N                  7; another makes another chain
  --events-per-document N   1000
  --connections N           2; documents under way at once
  --lookups N               10000; look-ups after each step, on --lookup-connections 4
  --while-capturing N       0; N more events captured at full rate, with look-ups all the while
  --captured                the events are there already, by the same options: only look up
  --from-files              makes all documents in temporary files first (0.8 KB an event)
  --urn                     EPC URNs instead of GS1 Digital Links
  --context PREFIX=URI      declared in each document, for a server that knows less than the standard's
                            own context; also more than once
  --no-master-data          leaves out the header of the first document

  --key KEY                 sent as a bearer token; --header 'Name: value' sends any other, also more than once
  --trust-202               202 is the acknowledgement; otherwise the capture job is asked until it has ended
  --capture-path PATH       /capture
  --lookup-path PATH        /events?MATCH_anyEPC={epc}; {epc} is the escaped EPC
  --json                    a line of JSON for each step, as soon as it is done

  Exit code: 0 all right, 1 something was refused, lost or answered wrongly, 2 not understood.
`

const OPTIONS = {
  target: { type: 'string' },
  events: { type: 'string' },
  seed: { type: 'string' },
  'events-per-document': { type: 'string' },
  connections: { type: 'string' },
  lookups: { type: 'string' },
  'lookup-connections': { type: 'string' },
  'while-capturing': { type: 'string' },
  captured: { type: 'boolean' },
  'from-files': { type: 'boolean' },
  urn: { type: 'boolean' },
  context: { type: 'string', multiple: true },
  'no-master-data': { type: 'boolean' },
  key: { type: 'string' },
  header: { type: 'string', multiple: true },
  'trust-202': { type: 'boolean' },
  'capture-path': { type: 'string' },
  'lookup-path': { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

type Values = ReturnType<typeof read<typeof OPTIONS>>['values']

/** `suyuan bench` */
export const bench: Command = async (args, terminal) => {
  const { values, positionals } = read(args, OPTIONS)
  if (values.help === true) {
    terminal.out(HELP)
    return 0
  }
  if (values.target === undefined || positionals.length > 0) {
    throw new Misused('name a server: suyuan bench --target URL')
  }
  const target = targetOf(values.target, values, terminal.environment)
  const options = optionsOf(values)
  const listener = values.json === true ? inJson(terminal) : inWords(terminal)
  const result = await run(target, options, listener).catch((error: Error) => {
    throw error instanceof NotMeasurable ? new Misused(error.message, { cause: error }) : error
  })
  return allRight(result) ? 0 : 1
}

function allRight({ steps, meanwhile }: Result): boolean {
  const parts: readonly Partial<Both>[] = meanwhile === undefined ? steps : [...steps, meanwhile]
  return parts.every(
    ({ capture, lookups }) => (capture?.refused ?? 0) + (lookups?.wrong ?? 0) === 0,
  )
}

const nothing = (): void => undefined

function inJson(terminal: Terminal): Listener {
  const line = (value: object): void => terminal.out(`${JSON.stringify(value)}\n`)
  return {
    tell: progress(terminal).tell,
    captured: nothing,
    lookedUp: nothing,
    step: line,
    meanwhile: (meanwhile) => line({ meanwhile }),
  }
}

function inWords(terminal: Terminal): Listener {
  const { tell, end } = progress(terminal)
  const part = (title: string, lines: readonly string[]): void => {
    if (terminal.isTerminal) end('')
    terminal.out(`${[title, ...lines].join('\n')}\n`)
  }
  return {
    tell,
    captured: (captured) => part('capture', tellCaptured(captured)),
    lookedUp: (lookedUp) => part('events of one EPC', tellLookedUp(lookedUp)),
    step: nothing,
    meanwhile: ({ capture, lookups }) => {
      part('capture with look-ups meanwhile', tellCaptured(capture))
      part('events of one EPC with capture meanwhile', tellLookedUp(lookups))
    },
  }
}

function targetOf(text: string, values: Values, environment: Terminal['environment']): Target {
  const url = URL.parse(text)
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new Misused(`--target ${text}: a URL, like http://127.0.0.1:8080`)
  }
  const key = values.key ?? environment['SUYUAN_KEY']
  const lines = [
    ...(key === undefined ? [] : [`Authorization: Bearer ${key}`]),
    ...(values.header ?? []),
  ]
  for (const line of lines) {
    if (!/^[\w!#$%&'*+.^`|~-]+:[\t\x20-\x7e]*$/.test(line)) {
      throw new Misused(`--header ${line}: write it as 'Name: value'`)
    }
  }
  const lookupPath = values['lookup-path'] ?? '/events?MATCH_anyEPC={epc}'
  if (!lookupPath.includes('{epc}')) {
    throw new Misused(`--lookup-path ${lookupPath}: say with {epc} where the EPC goes`)
  }
  return {
    url,
    headers: lines.map((line) => `${line}\r\n`).join(''),
    capturePath: path('capture-path', values['capture-path'] ?? '/capture'),
    lookupPath: path('lookup-path', lookupPath),
    trust202: values['trust-202'] === true,
  }
}

function path(name: string, text: string): string {
  if (/^\/[\x21-\x7e]*$/.test(text)) return text
  throw new Misused(`--${name} ${text}: a path that begins with /`)
}

function optionsOf(values: Values): Options {
  const number = (name: keyof Values, otherwise: number, least: number): number =>
    wholeNumber(name, String(values[name] ?? otherwise), least)
  return {
    events: stepsOf(values.events ?? '100000'),
    seed: number('seed', 7, 0),
    eventsPerDocument: number('events-per-document', 1000, 1),
    connections: number('connections', 2, 1),
    lookups: number('lookups', 10_000, 0),
    lookupConnections: number('lookup-connections', 4, 1),
    whileCapturing: number('while-capturing', 0, 0),
    urn: values.urn === true,
    context: Object.fromEntries((values.context ?? []).map(declared)),
    masterData: values['no-master-data'] !== true,
    fromFiles: values['from-files'] === true,
    captured: values.captured === true,
  }
}

function declared(text: string): readonly [prefix: string, uri: string] {
  const [, prefix, uri] = /^([A-Za-z][\w-]*)=(\S+)$/.exec(text) ?? []
  if (prefix !== undefined && uri !== undefined) return [prefix, uri]
  throw new Misused(`--context ${text}: write it as PREFIX=URI`)
}

function stepsOf(text: string): readonly number[] {
  const steps = text.split(',').map((each) => wholeNumber('events', each, 1))
  if (steps.every((each, i) => each > (steps[i - 1] ?? 0))) return steps
  throw new Misused(`--events ${text}: each step has more events than the one before`)
}

/** More than 50,000,000 events are more tins than the chain can count. */
function wholeNumber(name: string, text: string, least: number): number {
  const value = Number(text)
  if (/^\d{1,8}$/.test(text) && value >= least && value <= 50_000_000) return value
  throw new Misused(`--${name} ${text}: a whole number from ${least} to 50000000`)
}
