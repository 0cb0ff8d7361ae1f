import { hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { isObject } from '@suyuan/core/event/checks'
import { readContext } from '@suyuan/core/event/context'
import type { JsonObject } from '@suyuan/core/event/event'
import { hashId, type HashAlgorithm } from '@suyuan/core/hash/prehash'
import { parseJson, parseKeepingDigits } from '@suyuan/core/json/parse'
import { createSplitter, type EventText } from '@suyuan/core/json/split'
import { Misused, read, type Command, type Terminal } from './terminal.ts'

const HELP = `suyuan hash FILE… [--algorithm 2026|2025]

  The CBV 2.0 event hash of each event, one a line, in document order.
`

const sha256 = (text: string): string => hash('sha256', text, 'hex')

/** `suyuan hash FILE…` */
export const hashFiles: Command = async (args, terminal) => {
  const { values, positionals } = read(args, {
    algorithm: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  })
  if (values.help === true) {
    terminal.out(HELP)
    return 0
  }
  const algorithm = values.algorithm ?? '2026'
  if (algorithm !== '2026' && algorithm !== '2025') {
    throw new Misused(`--algorithm ${algorithm}: 2026 (default) or 2025`)
  }
  if (positionals.length === 0) throw new Misused('name the files: suyuan hash FILE…')
  let wrong = 0
  for (const file of positionals) wrong += await hashOne(file, algorithm, terminal)
  return wrong === 0 ? 0 : 1
}

async function hashOne(
  file: string,
  algorithm: HashAlgorithm,
  { out, err }: Terminal,
): Promise<number> {
  const splitter = createSplitter()
  const events: EventText[] = []
  try {
    for await (const chunk of createReadStream(file, 'utf8'))
      events.push(...splitter.push(chunk as string))
  } catch (cause) {
    throw new Misused(`${file} cannot be read; is the name right?`, { cause })
  }
  const tell = (at: string, says: string): number => {
    err(`${file}${at === '' ? '' : ` ${at}`}: ${says}\n`)
    return 1
  }
  const split = splitter.end()
  if (!split.ok) {
    for (const { at, says } of split.problems) tell(at, says)
    return 1
  }
  const document = split.value.shell
  if (!isObject(document)) return tell('', 'an EPCIS document is an object, in { }')
  const bare = 'eventTime' in document
  if (!bare && !('epcisBody' in document)) return tell('', 'neither an EPCIS document nor an event')
  const named = (event: JsonObject): void => {
    const names = readContext(document['@context'], bare ? undefined : event['@context'])
    out(`${hashId(event, names, sha256, algorithm)}\n`)
  }
  if (bare) named(document)
  let wrong = 0
  for (const { text, pointer, line, column } of events) {
    const parsed = parseJson(text, pointer, { line, column })
    if (parsed.ok) named(parseKeepingDigits(text) as JsonObject)
    else wrong += tell(pointer, parsed.problems.map(({ says }) => says).join(' '))
  }
  return wrong === 0 ? 0 : 1
}
