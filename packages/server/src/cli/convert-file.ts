import { createReadStream, createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { once } from 'node:events'
import type { CbvSpelling } from '@suyuan/core/xml/sheet'
import type { Form } from '@suyuan/core/xml/convert'
import { turned, type Turned } from '../convert/convert.ts'
import { Refused } from '../http/problem.ts'
import { Misused, read, type Command, type Terminal } from './terminal.ts'

const HELP = `suyuan convert FILE [--to json|xml|xml-1.2] [--cbv web-uri|urn|as-is] [--out FILE]

  Turns an EPCIS document, JSON-LD or XML of EPCIS 1.0 to 2.0, into JSON-LD, XML of 2.0 or XML of 1.2, and
  writes it out; without --to, JSON into XML of 2.0 and XML into JSON. However large, memory stays small:
  events wait in the system's temporary folder.
  --cbv    how standard words are spelt in XML: web URIs (2.0) or URNs (1.2) unless said; as-is keeps URIs

  A document at fault is not converted; every problem is named. XML is taken in any order of elements.
`

const FORMS: readonly Form[] = ['json', 'xml', 'xml-1.2']
const SPELLINGS: readonly CbvSpelling[] = ['web-uri', 'urn', 'as-is']

/** `suyuan convert FILE` */
export const convertFile: Command = async (args, terminal) => {
  const { values, positionals } = read(args, {
    to: { type: 'string' },
    cbv: { type: 'string' },
    out: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  })
  if (values.help === true) {
    terminal.out(HELP)
    return 0
  }
  const [file, ...more] = positionals
  if (file === undefined || more.length > 0) {
    throw new Misused('name one file: suyuan convert FILE --to json|xml|xml-1.2')
  }
  const cbv = oneOf('--cbv', values.cbv, SPELLINGS)
  const from = await bindingOf(file)
  const to = oneOf('--to', values.to, FORMS) ?? (from === 'json' ? 'xml' : 'json')
  try {
    const options = { from, to, ...(cbv !== undefined && { cbv }) }
    const document = await turned(createReadStream(file, { highWaterMark: 2 ** 15 }), options)
    await (values.out === undefined ? toTerminal(document, terminal) : toFile(document, values.out))
    return 0
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    for (const { at, says } of error.problems) {
      terminal.err(`${file}${at === '' ? '' : ` ${at}`}: ${says}\n`)
    }
    return 1
  }
}

function oneOf<T extends string>(
  name: string,
  given: string | undefined,
  words: readonly T[],
): T | undefined {
  const word = words.find((one) => one === given)
  if (given === undefined || word !== undefined) return word
  throw new Misused(`${name} ${given}: ${words.join(', ')}`)
}

/** Which binding a file is in, its first character tells. */
async function bindingOf(file: string): Promise<'json' | 'xml'> {
  try {
    await using handle = await open(file)
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4096), 0, 4096, 0)
    const begun = buffer.toString('utf8', 0, bytesRead).replace(/^\uFEFF/, '')
    return begun.trimStart().startsWith('<') ? 'xml' : 'json'
  } catch (cause) {
    throw new Misused(`${file} cannot be read; is the name right?`, { cause })
  }
}

/** As fast as it is taken: what waits on a slow pipe would fill the memory. */
async function toTerminal(document: Turned, { out }: Terminal): Promise<void> {
  const decoder = new TextDecoder()
  for await (const part of document.parts()) {
    out(decoder.decode(part, { stream: true }))
    if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain')
  }
}

async function toFile(document: Turned, path: string): Promise<void> {
  const file = createWriteStream(path, { highWaterMark: 2 ** 20 })
  try {
    await once(file, 'open')
  } catch (cause) {
    await document.drop()
    throw new Misused(`${path} cannot be written; is there such a folder?`, { cause })
  }
  for await (const part of document.parts()) {
    if (!file.write(part)) await once(file, 'drain')
  }
  file.end()
  await once(file, 'finish')
}
