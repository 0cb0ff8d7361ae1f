import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import {
  ALL_EVENTS,
  elementsIn,
  elementsOf,
  MANIFEST,
  masterDataDocument,
  Names,
  NotAnswered,
  pagesOf,
  sha256,
  type Element,
  type Listed,
  type Manifest,
} from './portable.ts'
import { TARGET, targetOf, tellRefusal, type Target } from './target.ts'
import { Misused, progress, read, type Command, type Terminal } from './terminal.ts'

const HELP = `suyuan import DIR [--server URL --key KEY | --data DIR|postgres://…] [--json]

  Captures what suyuan export wrote, in order, and compares the names of what is then kept with the
  manifest. Broken off, run it again: what is kept already stays as it is, and nothing comes twice.
`

/** `suyuan import DIR` */
export const importEvents: Command = async (args, terminal) => {
  const { values, positionals } = read(args, TARGET)
  if (values.help === true) {
    terminal.out(HELP)
    return 0
  }
  const [name, ...more] = positionals
  if (name === undefined || more.length > 0) throw new Misused('name a folder: suyuan import DIR')
  const folder = resolve(name)
  const manifest = manifestIn(folder)
  await using target = await targetOf(values, terminal)
  const line = progress(terminal)
  try {
    await sendAll(target, { folder, manifest, told: line.tell })
    line.tell('comparing with the manifest')
    const { wrong, says, events } = await compare(target, manifest)
    if (values.json === true) terminal.out(`${JSON.stringify({ folder, events, says })}\n`)
    line.end(says)
    return wrong ? 1 : 0
  } catch (error) {
    return refusedBy(error, terminal)
  }
}

/** What is not as the manifest says; nothing of it was sent. */
class Altered extends Error {}

async function refusedBy(error: unknown, terminal: Terminal): Promise<number> {
  if (error instanceof NotAnswered) await tellRefusal(error.answer, terminal, 'import')
  else if (error instanceof Altered) terminal.err(`${error.message}\n`)
  else throw error
  return 1
}

function manifestIn(folder: string): Manifest {
  const file = join(folder, MANIFEST)
  const not = `${folder} is not a whole export (its ${MANIFEST} is missing or not readable); run suyuan export again`
  try {
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest
    if (manifest.format === 'suyuan-export' && manifest.version === 1) return manifest
  } catch (cause) {
    throw new Misused(not, { cause })
  }
  throw new Misused(not)
}

type Sending = {
  readonly folder: string
  readonly manifest: Manifest
  readonly told: (line: string) => void
}

async function sendAll(target: Target, { folder, manifest, told }: Sending): Promise<void> {
  const described = await elementsOf(target)
  const wanted = elementsIn(textOf(folder, manifest.masterData))
  const news = unknownTo(described, wanted)
  if (news.length > 0) await send(target, masterDataDocument(news, new Date().toISOString()))
  let events = 0
  for (const document of manifest.documents) {
    await send(target, textOf(folder, document))
    events += document.events
    told(`${events} of ${manifest.events} events sent`)
  }
}

/** A file as the manifest has it. @throws Altered when it is missing or another. */
function textOf(folder: string, { file, sha256: wanted }: Listed): string {
  let bytes: Buffer
  try {
    bytes = readFileSync(join(folder, file))
  } catch (cause) {
    throw new Altered(`${file} is missing from the export; what came before it is kept`, { cause })
  }
  if (sha256(bytes) === wanted) return bytes.toString('utf8')
  throw new Altered(`${file} is not what the export wrote; what came before it is kept`)
}

async function send(target: Target, body: string): Promise<void> {
  const answer = await target.ask('/capture', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  })
  if (!answer.ok) throw new NotAnswered(answer)
}

/** Things of which something is not described yet as it is here: what is known already is not sent again. */
function unknownTo(described: readonly Element[], wanted: readonly Element[]): readonly Element[] {
  const key = ({ type, id }: Element): string => `${type} ${id}`
  const known = new Map(described.map((one) => [key(one), one]))
  return wanted.filter((one) => {
    const here = known.get(key(one))
    if (here === undefined) return true
    const attributes = new Set(here.attributes.map((each) => JSON.stringify(each)))
    const children = JSON.stringify(here.children)
    return (
      one.attributes.some((each) => !attributes.has(JSON.stringify(each))) ||
      (one.children.length > 0 && JSON.stringify(one.children) !== children)
    )
  })
}

type Compared = { readonly wrong: boolean; readonly says: string; readonly events: number }

/** Counts and names as kept, in order. Where other events were kept too there is nothing to hold the names against. */
async function compare(target: Target, manifest: Manifest): Promise<Compared> {
  const names = new Names()
  for await (const page of pagesOf(target, ALL_EVENTS)) {
    const { epcisBody } = JSON.parse(page) as {
      readonly epcisBody: {
        readonly queryResults: {
          readonly resultsBody: { readonly eventList: readonly { readonly eventID: string }[] }
        }
      }
    }
    const { eventList } = epcisBody.queryResults.resultsBody
    names.add(eventList.map(({ eventID }) => eventID))
  }
  const { count: events } = names
  const { events: wanted } = manifest
  if (events < wanted) {
    return { wrong: true, events, says: `only ${events} of ${wanted} events are kept` }
  }
  if (events > wanted) {
    const says = `${wanted} events are kept, beside ${events - wanted} others; every document was taken`
    return { wrong: false, events, says }
  }
  return names.digest() === manifest.names
    ? { wrong: false, events, says: `${events} events are kept, the same as in the manifest` }
    : { wrong: true, events, says: `${events} events are kept, and not those of the manifest` }
}
