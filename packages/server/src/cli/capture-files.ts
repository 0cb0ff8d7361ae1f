import { createReadStream, statSync } from 'node:fs'
import { Readable } from 'node:stream'
import { TARGET, targetOf, tellRefusal } from './target.ts'
import { Misused, progress, read, type Command } from './terminal.ts'

const HELP = `suyuan capture FILE… [--server URL | --data DIR|postgres://…] [--proceed] [--key KEY] [--json]

  Sends EPCIS documents: JSON-LD, or XML of EPCIS 1.0 to 2.0 (a name that ends in .xml). A document is kept whole or not at all; with --proceed
  its good events are kept and the others named. Sending one again changes nothing.
`

/** `suyuan capture FILE…` */
export const captureFiles: Command = async (args, terminal) => {
  const { values, positionals } = read(args, { ...TARGET, proceed: { type: 'boolean' } })
  if (values.help === true) {
    terminal.out(HELP)
    return 0
  }
  if (positionals.length === 0) throw new Misused('name the files to capture: suyuan capture FILE…')
  const files = positionals.map((file) => ({ file, size: sizeOf(file) }))
  await using target = await targetOf(values, terminal)
  const line = progress(terminal)
  let refused = 0
  for (const [i, { file, size }] of files.entries()) {
    line.tell(`${i} of ${positionals.length} documents sent; now ${file}`)
    const answer = await target.ask('/capture', {
      method: 'POST',
      headers: {
        'content-type': /\.xml$/i.test(file) ? 'application/xml' : 'application/json',
        'content-length': String(size),
        'gs1-capture-error-behaviour': values.proceed === true ? 'proceed' : 'rollback',
      },
      body: Readable.toWeb(createReadStream(file)) as ReadableStream,
      duplex: 'half',
    } as RequestInit)
    if (answer.ok) {
      if (values.json === true) {
        terminal.out(`${JSON.stringify({ file, job: answer.headers.get('location') })}\n`)
      }
    } else {
      refused++
      await tellRefusal(answer, terminal, file)
    }
  }
  line.end(`${positionals.length - refused} of ${positionals.length} documents captured`)
  return refused === 0 ? 0 : 1
}

function sizeOf(file: string): number {
  try {
    const stat = statSync(file)
    if (stat.isFile()) return stat.size
    throw new Misused(`${file} is a folder; name its files: ${file}/*`)
  } catch (error) {
    if (error instanceof Misused) throw error
    throw new Misused(`${file} cannot be read; is the name right?`, { cause: error })
  }
}
