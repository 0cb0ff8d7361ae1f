import { depthOf } from '@suyuan/core/json/depth'
import type { MasterDataElement } from '@suyuan/core/json/master-data'
import { readMasterDataDocument } from '@suyuan/core/json/master-data-document'
import { parseJson } from '@suyuan/core/json/parse'
import { bad, type Parsed } from '@suyuan/core/problem'
import { createXmlSplitter } from '@suyuan/core/xml/split'
import type { Engine, Tx, Work } from '../db/engine.ts'
import { Refused } from '../http/problem.ts'
import { captorId } from '../store/append.ts'
import { masterDataRow, writeMasterData, type MasterDataRow } from '../store/master-data.ts'

export type Captor = { readonly party: string; readonly credential: string }

export type CaptureMasterData = Captor & {
  readonly rows: readonly MasterDataRow[]
  readonly now: number
}

/** Keeps statements; how many said something new. */
export const captureMasterData: Work<CaptureMasterData, number> = {
  run: keepMasterData,
  module: import.meta.url,
  name: 'keepMasterData',
}

export async function keepMasterData(
  tx: Tx,
  { party, credential, rows, now }: CaptureMasterData,
): Promise<number> {
  await tx.lock('log')
  const captor = await captorId(tx, party, credential)
  return writeMasterData(tx, rows, { now, captor })
}

export type Captured = {
  /** Things that were described. */
  readonly elements: number
  /** Of them, how many were described anew. */
  readonly kept: number
}

type Deps = { readonly engine: Engine; readonly now: () => number }

/** Takes elements in: when this resolves they are on disk. */
export async function takeElements(
  { engine, now }: Deps,
  elements: readonly MasterDataElement[],
  captor: Captor,
): Promise<Captured> {
  const rows = elements.map(masterDataRow)
  const { party, credential } = captor
  const kept = await engine.write(captureMasterData, { party, credential, rows, now: now() })
  return { elements: rows.length, kept }
}

const MAX_DEPTH = 100

/** The elements of a document. @throws Refused naming every problem. */
export function elementsIn(text: string, format: 'json' | 'xml'): readonly MasterDataElement[] {
  const read = format === 'xml' ? fromXml(text) : fromJson(text)
  if (!read.ok) throw new Refused('ValidationException', read.problems)
  return read.value
}

function fromJson(text: string): Parsed<readonly MasterDataElement[]> {
  if (depthOf(text) > MAX_DEPTH) {
    return bad('', 'too-deep', `objects and arrays nest at most ${MAX_DEPTH} deep`)
  }
  const parsed = parseJson(text, '')
  return parsed.ok ? readMasterDataDocument(parsed.value) : parsed
}

/** Any document of the XML binding that has master data, and no events. */
function fromXml(text: string): Parsed<readonly MasterDataElement[]> {
  const splitter = createXmlSplitter({ maxDepth: MAX_DEPTH })
  const [event] = splitter.push(text)
  const split = splitter.end()
  if (!split.ok) return split
  if (event !== undefined) {
    const says = `this holds events (line ${event.line}); send this document to /capture`
    return bad(event.pointer, 'events', says)
  }
  const read = readMasterDataDocument(split.value.shell)
  if (read.ok) return read
  return { ok: false, problems: read.problems.map((problem) => splitter.locate(problem)) }
}
