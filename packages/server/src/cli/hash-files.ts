import { hash } from 'node:crypto'
import { readContext } from '@suyuan/core/event/context'
import type { Json, JsonObject } from '@suyuan/core/event/event'
import { withRemoteContexts, type RemoteContexts } from '@suyuan/core/event/remote-contexts'
import { hashId, type HashAlgorithm } from '@suyuan/core/hash/prehash'
import { withMembers } from '@suyuan/core/json/members'
import { parseJson, parseKeepingDigits } from '@suyuan/core/json/parse'
import { rewritten } from '@suyuan/core/json/rewrite'
import { inStandardNames } from '@suyuan/core/json/standard-text'
import { contextsIn } from './context-files.ts'
import { readEventFile, type EventFile, type FileEvent } from './event-files.ts'
import { Misused, read, type Command, type Terminal } from './terminal.ts'

const HELP = `suyuan hash FILE… [--algorithm 2026|2025|2.1-draft] [--context URL=FILE]
suyuan hash FILE --fill [--algorithm …] [--context URL=FILE]

  The CBV 2.0 event hash of each event, one a line, in document order. FILE is JSON or XML, a document or a
  single event; the same event has the same hash in both.
  --algorithm N       2026 (default): the corrected reference; 2025: the one before, in most other tools still;
                      2.1-draft: what the reference does for CBV 2.1, which is not published
  --fill              writes the document itself, as JSON, in which each event without an eventID has its hash as one
  --context URL=FILE  the text of a remote @context that a document names; none is fetched
`

const sha256 = (text: string): string => hash('sha256', text, 'hex')

type How = { readonly algorithm: HashAlgorithm; readonly remote: RemoteContexts }

/** `suyuan hash FILE…` */
export const hashFiles: Command = async (args, terminal) => {
  const { values, positionals } = read(args, {
    algorithm: { type: 'string' },
    context: { type: 'string', multiple: true },
    fill: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  })
  if (values.help === true) {
    terminal.out(HELP)
    return 0
  }
  const how = { algorithm: algorithmIn(values.algorithm), remote: contextsIn(values.context) }
  const [first, ...more] = positionals
  if (first === undefined) throw new Misused('name the files: suyuan hash FILE…')
  if (values.fill === true && more.length > 0) throw new Misused('--fill takes one file at a time')
  let wrong = values.fill === true ? await fillOne(first, how, terminal) : 0
  for (const file of values.fill === true ? [] : positionals) {
    const hashed = await hashesIn(file, how, terminal)
    wrong += hashed.wrong
    for (const { name } of hashed.events) terminal.out(`${name}\n`)
  }
  return wrong === 0 ? 0 : 1
}

function algorithmIn(given = '2026'): HashAlgorithm {
  if (given === '2026' || given === '2025' || given === '2.1-draft') return given
  throw new Misused(
    `--algorithm ${given}: 2026 (default) or 2025; 2.1-draft for what is not published yet`,
  )
}

/** An event in the standard's own names, and its hash. */
type Named = { readonly text: string; readonly name: string }
type Hashed = {
  readonly events: readonly Named[]
  /** How many could not be hashed; each is told. */
  readonly wrong: number
  readonly read: EventFile
}

async function hashesIn(file: string, how: How, { err }: Terminal): Promise<Hashed> {
  const texts: FileEvent[] = []
  const read = await readEventFile(file, (event) => texts.push(event))
  const document = withRemoteContexts(read.shell['@context'] ?? null, how.remote) ?? undefined
  const problems = [...read.problems]
  const events = (problems.length > 0 ? [] : texts).flatMap(
    ({ text, pointer, line, column, problems: unread = [] }) => {
      const parsed = parseJson(text, pointer, { line, column })
      const faults = parsed.ok ? unread : parsed.problems
      problems.push(...faults)
      return faults.length > 0 ? [] : [namedBy(text, document, how)]
    },
  )
  for (const { at, says } of problems) err(`${file}${at === '' ? '' : ` ${at}`}: ${says}\n`)
  return { events, wrong: problems.length, read }
}

function namedBy(given: string, document: Json | undefined, { algorithm, remote }: How): Named {
  const text = inStandardNames(given, document, remote)
  const event = parseKeepingDigits(text) as JsonObject
  const context = readContext(document, event['@context'])
  return { text, name: hashId(event, context, sha256, algorithm) }
}

/** Writes the document with its hashes for names; resolves with how many events could not be hashed: then nothing is written. */
async function fillOne(file: string, how: How, terminal: Terminal): Promise<number> {
  const { events, wrong, read } = await hashesIn(file, how, terminal)
  if (wrong > 0) return wrong
  const filled = events.map(({ text, name }) => {
    const { eventID } = JSON.parse(text) as { readonly eventID?: string }
    return eventID === undefined ? withMembers(text, { eventID: name }) : text
  })
  const shell = withRemoteIn(read.shell, how)
  if (read.alone) terminal.out(`${filled.map((text) => underContext(text, shell)).join('\n')}\n`)
  else for (const part of documentOf(shell, filled)) terminal.out(part)
  return 0
}

function withRemoteIn(shell: JsonObject, { remote }: How): JsonObject {
  const context = shell['@context']
  return context === undefined
    ? shell
    : { ...shell, '@context': withRemoteContexts(context, remote) }
}

function underContext(text: string, shell: JsonObject): string {
  const context = shell['@context']
  if (context === undefined) return text
  return rewritten(text, ({ '@context': own, ...event }) => ({
    '@context': own === undefined ? context : ([context, own].flat() as Json),
    ...event,
  }))
}

/** The text of a document with these events in its list. */
function documentOf(shell: JsonObject, events: readonly string[]): readonly string[] {
  const marked = JSON.stringify(shell, (key, value: Json) =>
    key === 'eventList' && Array.isArray(value) ? EVENTS : value,
  )
  const [before = '', after = ''] = marked.split(JSON.stringify(EVENTS))
  return [`${before}[\n`, events.join(',\n'), `\n]${after}\n`]
}

/** Stands for the events in a document; no JSON text has it as it is. */
const EVENTS = '\u0000events'
