import type { Problem } from '../problem.ts'
import type { Start } from './parse.ts'

export const QUOTE = 0x22
export const COMMA = 0x2c
export const COLON = 0x3a
export const OPEN_ARRAY = 0x5b
export const CLOSE_ARRAY = 0x5d
export const OPEN_OBJECT = 0x7b
export const CLOSE_OBJECT = 0x7d
export const NEWLINE = 0x0a
const BACKSLASH = 0x5c

/** How far a document has been read: what the readers of its parts hand to each other between chunks. */
export type Scan = {
  readonly maxDepth: number
  readonly problems: Problem[]
  /** Nothing more is read: what follows could not be told apart. */
  stopped: boolean
  /** Containers open. */
  depth: number
  inString: boolean
  /** The chunk ended between a backslash and what it escapes. */
  escaped: boolean
  /** Characters before this chunk. */
  offset: number
  line: number
  /** Offset of the first character of the line. */
  lineStart: number
}

export function beginScan(maxDepth: number): Scan {
  return {
    maxDepth,
    problems: [],
    stopped: false,
    depth: 0,
    inString: false,
    escaped: false,
    offset: 0,
    line: 1,
    lineStart: 0,
  }
}

/** Line and column, both from 1, of the chunk's character `i`. */
export function placeOn(scan: Scan, i: number): Start {
  return { line: scan.line, column: scan.offset + i - scan.lineStart + 1 }
}

export function newline(scan: Scan, i: number): void {
  scan.line++
  scan.lineStart = scan.offset + i + 1
}

/** Inside a string: the index after its closing quote, or the chunk's length with `inString` still true. */
export function skipString(scan: Scan, chunk: string, from: number): number {
  let i = from
  if (scan.escaped && i < chunk.length) {
    scan.escaped = false
    i++
  }
  while (i < chunk.length) {
    const code = chunk.charCodeAt(i++)
    if (code === QUOTE) {
      scan.inString = false
      return i
    }
    if (code === BACKSLASH && i++ === chunk.length) scan.escaped = true
  }
  return chunk.length
}

/** A problem after which the rest is not read. */
export function stop(scan: Scan, problem: Problem): void {
  scan.problems.push(problem)
  scan.stopped = true
}

export function tooDeep(scan: Scan, at: string): void {
  const says = `Nothing in a document may be nested deeper than ${scan.maxDepth} levels.`
  stop(scan, { at, rule: 'too-deep', says })
}
