import type { Json } from '../event/event.ts'
import { bad, good, type Parsed, type Problem } from '../problem.ts'
import { EventListReader, type EventText } from './event-list.ts'
import * as scanning from './scan.ts'
import type { Scan } from './scan.ts'
import { ShellReader } from './shell.ts'

export type { EventText } from './event-list.ts'

/** In UTF-16 units; what goes beyond is refused before more of it is held in memory. */
export type SplitLimits = {
  /** Objects and arrays inside each other; 100 unless said. */
  readonly maxDepth?: number
  readonly maxEventChars?: number
  /** All that is not an event: header, master data, context. */
  readonly maxShellChars?: number
}

/** The document with its event list emptied, and how many elements that had. */
export type Split = { readonly shell: Json; readonly events: number }

/**
 * Reads a document once, in pieces, and gives each event as soon as its text is whole. It vouches for all that is
 * around the events; whether an event's own text is JSON is for `parseJson` to say.
 */
export type Splitter = {
  push(chunk: string): readonly EventText[]
  end(): Parsed<Split>
  /** The text of the root's `@context` once it is whole; the events may come before it. */
  readonly context: string | undefined
  readonly problems: readonly Problem[]
}

const BYTE_ORDER_MARK = '\uFEFF'

export function createSplitter(limits: SplitLimits = {}): Splitter {
  return new DocumentSplitter(limits)
}

class DocumentSplitter implements Splitter {
  readonly #scan: Scan
  readonly #shell: ShellReader
  readonly #list: EventListReader
  #begun = false

  constructor(limits: SplitLimits) {
    this.#scan = scanning.beginScan(limits.maxDepth ?? 100)
    this.#shell = new ShellReader(this.#scan, limits.maxShellChars ?? Infinity)
    this.#list = new EventListReader(this.#scan, limits.maxEventChars ?? Infinity)
  }

  get context(): string | undefined {
    return this.#shell.context
  }

  get problems(): readonly Problem[] {
    return this.#scan.problems
  }

  push(chunk: string): readonly EventText[] {
    if (!this.#begun && chunk !== '') {
      this.#begun = true
      if (chunk.startsWith(BYTE_ORDER_MARK)) return this.#read(chunk.slice(1))
    }
    return this.#read(chunk)
  }

  #read(chunk: string): readonly EventText[] {
    const events: EventText[] = []
    let i = 0
    while (i < chunk.length && !this.#scan.stopped) {
      i =
        this.#shell.list === undefined
          ? this.#readShell(chunk, i)
          : this.#readList(chunk, i, events)
    }
    this.#scan.offset += chunk.length
    return events
  }

  #readShell(chunk: string, from: number): number {
    const i = this.#shell.read(chunk, from)
    if (this.#shell.list !== undefined) this.#list.begin(this.#shell.list)
    return i
  }

  #readList(chunk: string, from: number, events: EventText[]): number {
    const i = this.#list.read(chunk, from, events)
    if (i < chunk.length && !this.#scan.stopped) this.#shell.resume(scanning.placeOn(this.#scan, i))
    return i
  }

  end(): Parsed<Split> {
    const { problems, stopped } = this.#scan
    if (stopped) return { ok: false, problems }
    const shell = this.#shell.list === undefined ? this.#shell.finish() : this.#truncated()
    if (!shell.ok) return { ok: false, problems: [...problems, ...shell.problems] }
    if (problems.length > 0) return { ok: false, problems }
    return good({ shell: shell.value, events: this.#list.count })
  }

  #truncated(): Parsed<never> {
    const { line, column } = scanning.placeOn(this.#scan, 0)
    const says = `The document ends too early, in its event list, at line ${line}, column ${column}.`
    return bad(this.#list.pointer, 'truncated', says)
  }
}
