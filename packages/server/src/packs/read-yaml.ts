import type { Json } from '@suyuan/core/event/event'
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml'

/** A YAML file, and on which line of it a JSON pointer stands. */
export type Sheet = {
  readonly value: Json
  readonly lineOf: (pointer: string) => number
}

export type Unreadable = { readonly line: number; readonly says: string }

/** YAML 1.2: dates and times of day are text. At fault by line, all at once. */
export function readYaml(text: string): Sheet | readonly Unreadable[] {
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    uniqueKeys: true,
    prettyErrors: false,
  })
  if (document.errors.length > 0) {
    return document.errors.map(({ pos, message }) => ({
      line: lines.linePos(pos[0]).line,
      says: message,
    }))
  }
  try {
    // Aliases of aliases grow without end; a pack needs none.
    const value = document.toJS({ maxAliasCount: 100 }) as Json
    return { value, lineOf: (pointer) => lines.linePos(offsetOf(document, pointer)).line }
  } catch (error) {
    return [{ line: 1, says: error instanceof Error ? error.message : 'cannot be read' }]
  }
}

/** Where what a pointer names begins; where it is missing, what it is missing in. */
function offsetOf(document: Document, pointer: string): number {
  let node: unknown = document.contents
  let offset = startOf(node)
  for (const escaped of pointer.split('/').slice(1)) {
    const key = escaped.replaceAll('~1', '/').replaceAll('~0', '~')
    const [found, start] = memberOf(node, key)
    if (start === undefined) return offset
    offset = start
    node = found
  }
  return offset
}

function memberOf(node: unknown, key: string): readonly [unknown, number | undefined] {
  if (isSeq(node)) {
    const item = node.items[Number(key)]
    return [item, item === undefined ? undefined : startOf(item)]
  }
  if (!isMap(node)) return [undefined, undefined]
  const pair = node.items.find(({ key: name }) => isScalar(name) && String(name.value) === key)
  return pair === undefined ? [undefined, undefined] : [pair.value, startOf(pair.key)]
}

const startOf = (node: unknown): number => (node as Node | null)?.range?.[0] ?? 0
