import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { syncFile } from '../upkeep/copy.ts'
import {
  ALL_EVENTS,
  elementsOf,
  MANIFEST,
  masterDataDocument,
  Names,
  NotAnswered,
  pagesOf,
  portable,
  sha256,
  type Listed,
  type Manifest,
} from './portable.ts'
import { TARGET, targetOf, tellRefusal, type Target } from './target.ts'
import { Misused, progress, read, type Command } from './terminal.ts'

const HELP = `suyuan export DIR [--server URL --key KEY | --data DIR|postgres://…] [--json]

  Writes all events as EPCIS 2.0 documents in order of capture, at most 1000 in each, the master
  data, and a manifest with counts and hashes. Record times are not in it: each repository gives
  its own. suyuan import reads it; any EPCIS 2.0 repository takes the documents.
`

/** `suyuan export DIR` */
export const exportEvents: Command = async (args, terminal) => {
  const { values, positionals } = read(args, TARGET)
  if (values.help === true) {
    terminal.out(HELP)
    return 0
  }
  const [name, ...more] = positionals
  if (name === undefined || more.length > 0) throw new Misused('name a folder: suyuan export DIR')
  const folder = resolve(name)
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new Misused(`${folder} is not empty; name another folder, nothing is overwritten`)
  }
  await using target = await targetOf(values, terminal)
  const line = progress(terminal)
  try {
    const manifest = await writeAll(target, folder, line.tell)
    const { events, masterData, documents } = manifest
    if (values.json === true) terminal.out(`${JSON.stringify({ folder, ...manifest })}\n`)
    line.end(
      `${folder}: ${events} events in ${documents.length} documents, ${masterData.things} things described`,
    )
    return 0
  } catch (error) {
    if (!(error instanceof NotAnswered)) throw error
    await tellRefusal(error.answer, terminal, 'export')
    return 1
  }
}

async function writeAll(
  target: Target,
  folder: string,
  told: (line: string) => void,
): Promise<Manifest> {
  mkdirSync(join(folder, 'documents'), { recursive: true })
  const creationDate = new Date().toISOString()
  const documents: Listed[] = []
  const names = new Names()
  for await (const page of pagesOf(target, ALL_EVENTS)) {
    const document = portable(page, creationDate)
    if (document.names.length === 0) continue
    names.add(document.names)
    const file = `documents/${String(documents.length + 1).padStart(6, '0')}.json`
    documents.push(write(folder, file, document.text, document.names.length))
    told(`${names.count} events written`)
  }
  const elements = await elementsOf(target)
  const text = masterDataDocument(elements, creationDate)
  const masterData = { ...write(folder, 'masterdata.json', text, 0), things: elements.length }
  const manifest: Manifest = {
    format: 'suyuan-export',
    version: 1,
    events: names.count,
    names: names.digest(),
    documents,
    masterData,
  }
  write(folder, MANIFEST, `${JSON.stringify(manifest, null, 1)}\n`, 0)
  syncFile(join(folder, 'documents'))
  syncFile(folder)
  return manifest
}

function write(folder: string, file: string, text: string, events: number): Listed {
  const path = join(folder, file)
  writeFileSync(`${path}.part`, text, { flush: true })
  renameSync(`${path}.part`, path)
  return { file, events, sha256: sha256(text) }
}
