import { createWriteStream, existsSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as WebStream } from 'node:stream/web'
import { CannotOpen } from '../db/engine.ts'
import { isDatabase } from '../store/open.ts'
import { copyDatabase, syncFile, type Progress } from '../upkeep/copy.ts'
import { verifyDatabase } from '../upkeep/verify.ts'
import { BY_POSTGRESQL } from './place.ts'
import { TARGET, targetOf, tellRefusal } from './target.ts'
import { Misused, progress, read, type Command, type Terminal } from './terminal.ts'

const HELP = `suyuan backup FILE [--server URL --key KEY | --data DIR] [--force] [--json]

  Copies all data into one file, as it stands at one moment, while capture goes on; the copy is
  checked before it gets its name. The API key is not in it. suyuan restore takes it back. Events in
  PostgreSQL are backed up with its own tools: docs/guides/back-up-postgresql.md.
`

/** `suyuan backup FILE` */
export const backup: Command = async (args, terminal) => {
  const { values, positionals } = read(args, { ...TARGET, force: { type: 'boolean' } })
  if (values.help === true) {
    terminal.out(HELP)
    return 0
  }
  const [name, ...more] = positionals
  if (name === undefined || more.length > 0) throw new Misused('name one file: suyuan backup FILE')
  if (values.data !== undefined && isDatabase(values.data)) {
    throw new Misused(`PostgreSQL is backed up with its own tools: ${BY_POSTGRESQL}`)
  }
  const file = resolve(name)
  mayWrite(file, values.force === true)
  const part = `${file}.part`
  const line = progress(terminal)
  const tell: Progress = (done, of) =>
    line.tell(`${Math.floor((100 * done) / Math.max(of, 1))} % copied`)
  try {
    const fetched =
      values.data === undefined
        ? await fromServer(values, { part, tell, terminal })
        : await fromFolder(resolve(values.data), part, tell)
    if (!fetched) return 1
    line.tell('checking the copy')
    const verified = await verifyDatabase(part)
    if (!verified.ok) {
      terminal.err(`the copy is not good, and was thrown away: ${verified.says}\n`)
      return 1
    }
    syncFile(part)
    renameSync(part, file)
    syncFile(dirname(file))
    const { events, bytes } = verified
    if (values.json === true) terminal.out(`${JSON.stringify({ file, events, bytes })}\n`)
    line.end(`${file}: ${events} events, ${megabytes(bytes)}; the API key is not in it`)
    return 0
  } finally {
    rmSync(part, { force: true })
    rmSync(`${part}-journal`, { force: true })
  }
}

function mayWrite(file: string, force: boolean): void {
  if (!existsSync(dirname(file))) throw new Misused(`${dirname(file)} is no folder; make it first`)
  if (!existsSync(file)) return
  if (statSync(file).isDirectory()) throw new Misused(`${file} is a folder; name a file in it`)
  if (!force) throw new Misused(`${file} is there already; give another name, or --force`)
}

async function fromFolder(folder: string, part: string, tell: Progress): Promise<boolean> {
  try {
    await copyDatabase(folder, part, tell)
    return true
  } catch (error) {
    if (error instanceof CannotOpen) throw new Misused(error.message, { cause: error })
    throw error
  }
}

type Fetching = {
  readonly part: string
  readonly tell: Progress
  readonly terminal: Terminal
}

async function fromServer(
  values: { readonly server?: string | undefined; readonly key?: string | undefined },
  { part, tell, terminal }: Fetching,
): Promise<boolean> {
  await using target = await targetOf(values, terminal)
  const answer = await target.ask('/admin/backup')
  if (!answer.ok || answer.body === null) {
    await tellRefusal(answer, terminal, 'backup')
    return false
  }
  const of = Number(answer.headers.get('content-length') ?? 0)
  let done = 0
  try {
    await pipeline(
      Readable.fromWeb(answer.body as WebStream<Uint8Array>),
      async function* (chunks: AsyncIterable<Uint8Array>) {
        for await (const chunk of chunks) {
          done += chunk.length
          tell(done, of)
          yield chunk
        }
      },
      createWriteStream(part),
    )
    return true
  } catch (error) {
    const says = error instanceof Error ? error.message : String(error)
    terminal.err(`the copy broke off at ${done} of ${of} bytes (${says}); run it again\n`)
    return false
  }
}

/** Bytes as people read them. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}
