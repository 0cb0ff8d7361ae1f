import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Json } from '@suyuan/core/event/event'
import type { Pack } from '@suyuan/core/pack/pack'
import { readPack } from '@suyuan/core/pack/read-pack'
import { readYaml, type Sheet } from './read-yaml.ts'

/** What is wrong in a file of a pack, on which line, and how to mend it. */
export type Fault = {
  readonly file: string
  readonly line: number
  readonly rule: string
  readonly says: string
}

export type ReadFolder =
  | { readonly ok: true; readonly pack: Pack }
  | { readonly ok: false; readonly faults: readonly Fault[] }

/** No file of a pack is nearly as large; one that is was put there by mistake. */
const MOST_BYTES = 1 << 20
const YAML = /\.ya?ml$/

/** A pack from its folder; every fault of every file at once. @throws Error of Node where the folder cannot be read. */
export function readFolder(folder: string): ReadFolder {
  const faults: Fault[] = []
  const sheets = new Map<string, Sheet>()
  for (const file of filesIn(folder)) {
    const path = join(folder, file)
    if (statSync(path).size > MOST_BYTES) {
      faults.push({ file, line: 1, rule: 'too-large', says: 'A file of a pack has at most 1 MB.' })
      continue
    }
    const read = readYaml(readFileSync(path, 'utf8'))
    if ('lineOf' in read) sheets.set(file, read)
    else faults.push(...read.map((one) => ({ ...one, file, rule: 'yaml' })))
  }
  // What a broken file would have said is missing everywhere: that is told when it can be read.
  if (faults.length > 0) return { ok: false, faults }
  const values = new Map<string, Json>([...sheets].map(([file, { value }]) => [file, value]))
  const read = readPack(values)
  if (read.ok) return read
  return {
    ok: false,
    faults: read.problems.map(({ file, at, rule, says }) => ({
      file,
      line: sheets.get(file)?.lineOf(at) ?? 1,
      rule,
      says,
    })),
  }
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && YAML.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name).slice(join(folder, '/').length))
    .map((file) => file.replaceAll('\\', '/'))
    .toSorted()
}
