import { hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readContext } from '@suyuan/core/event/context'
import type { Json, JsonObject } from '@suyuan/core/event/event'
import { hashId, type HashAlgorithm } from '@suyuan/core/hash/prehash'
import { parseKeepingDigits } from '@suyuan/core/json/parse'
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
  const split = splitter.end()
  if (!split.ok) {
    for (const { at, says } of split.problems) err(`${file}${at === '' ? '' : ` ${at}`}: ${says}\n`)
    return 1
  }
  const document = split.value.shell as JsonObject
  const bare = events.length === 0 && 'eventTime' in document
  for (const event of bare
    ? [document]
    : events.map(({ text }) => parseKeepingDigits(text) as JsonObject)) {
    const names = readContext(
      document['@context'] as Json | undefined,
      bare ? undefined : event['@context'],
    )
    out(`${hashId(event, names, sha256, algorithm)}\n`)
  }
  return 0
}
