import { createWriteStream, existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { TARGET, targetOf, tellRefusal } from './target.ts'
import { Misused, read, type Command } from './terminal.ts'

const HELP = `suyuan export-file KIND ID [--out FILE] [--as xlsx|csv|json|xml] [--direction forward|backward|both] [--certain]

  What has to be handed in of all that ID went into (or was made from):
  fsma-204       critical tracking events and key data elements (FDA), xlsx or csv
  gs1-csv        a line for each thing of each event, csv
  national-lots  the lots with product, date and quantity, in Chinese, xlsx or csv
  epcis          the events, as one EPCIS document, json or xml

  --server URL (http://127.0.0.1:8080) or --data DIR|postgres://…, --key KEY.
`

const OPTIONS = {
  ...TARGET,
  out: { type: 'string' },
  as: { type: 'string' },
  direction: { type: 'string' },
  certain: { type: 'boolean' },
} as const

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** Media types by the name they have on the command line; of each kind the first is meant unless told. */
const KINDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'fsma-204': { xlsx: XLSX, csv: 'text/csv' },
  'gs1-csv': { csv: 'text/csv' },
  'national-lots': { xlsx: XLSX, csv: 'text/csv' },
  epcis: { json: 'application/json', xml: 'application/xml' },
}

/** `suyuan export-file KIND ID` */
export const exportFile: Command = async (args, terminal) => {
  const { values, positionals } = read(args, OPTIONS)
  if (values.help === true) {
    terminal.out(HELP)
    return 0
  }
  const [kind = '', of, ...more] = positionals
  const types = KINDS[kind]
  if (types === undefined || of === undefined || more.length > 0) {
    const kinds = Object.keys(KINDS).join(', ')
    throw new Misused(`name a kind (${kinds}) and one identifier: suyuan export-file fsma-204 ID`)
  }
  const [ending = '', accept] = endingOf(types, values.as)
  if (accept === undefined) {
    throw new Misused(`${kind} is written as ${Object.keys(types).join(' or ')}, not as ${ending}`)
  }
  const file = resolve(values.out ?? `${kind}.${ending}`)
  if (existsSync(file)) throw new Misused(`${file} is there already; name another with --out`)
  await using target = await targetOf(values, terminal)
  const answer = await target.ask(`/exports/${kind}?${questionOf(of, values)}`, {
    headers: { accept },
  })
  if (!answer.ok) {
    await tellRefusal(answer, terminal, of)
    return 1
  }
  await written(answer, file)
  terminal.out(values.json === true ? `${JSON.stringify({ file })}\n` : `${file}\n`)
  return 0
}

function questionOf(
  of: string,
  { direction, certain }: { readonly direction?: string; readonly certain?: boolean },
): URLSearchParams {
  const question = new URLSearchParams({ of })
  if (direction !== undefined) question.set('direction', direction)
  if (certain === true) question.set('certainty', 'certain')
  return question
}

function endingOf(
  types: Readonly<Record<string, string>>,
  as: string | undefined,
): readonly [ending?: string, type?: string | undefined] {
  return as === undefined ? (Object.entries(types)[0] ?? []) : [as, types[as]]
}

/** Whole or not at all: what breaks off leaves no file that looks like one. */
async function written({ body }: Response, file: string): Promise<void> {
  const bytes =
    body === null ? Readable.from([]) : Readable.fromWeb(body as ReadableStream<Uint8Array>)
  const part = `${file}.part`
  try {
    await pipeline(bytes, createWriteStream(part, { flush: true }))
    await rename(part, file)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}
