import type { RemoteContexts } from '@suyuan/core/event/remote-contexts'
import { readShell } from '@suyuan/core/json/document'
import { collectPrefixes } from '@suyuan/core/id/prefix-book'
import { createSplitter, type Splitter } from '@suyuan/core/json/split'
import { createXmlSplitter, type XmlSplitter } from '@suyuan/core/xml/split'
import type { Problem } from '@suyuan/core/problem'
import { problemBody, refuse, Refused, REFUSALS } from '../http/problem.ts'
import type { JobError } from '../store/append.ts'
import { masterDataRow, type MasterDataRow } from '../store/master-data.ts'
import type { Fresh } from '../store/fresh.ts'
import { pack } from '../store/pack.ts'
import { intake, type SourceText, type Taken } from './intake.ts'
import { tooLarge, type CaptureLimits } from './limits.ts'

export type ReadingOptions = {
  /** The binding the document is in; JSON unless said. */
  readonly format?: 'json' | 'xml'
  readonly limits: CaptureLimits
  readonly behaviour: 'rollback' | 'proceed'
  readonly contexts?: RemoteContexts
  /** Refuses what is against GS1's rules though it could be taken (decision 007). */
  readonly strict?: boolean
}

/** What a document was besides its events. */
export type Whole = {
  /** The last part of its events, packed. */
  readonly last: Uint8Array
  readonly masterData: readonly MasterDataRow[]
  /** GS1 Company Prefixes that its events show. */
  readonly prefixes: readonly string[]
  /** Of events that were left out, where the behaviour is `proceed`. */
  readonly errors: readonly JobError[]
}

/**
 * Text of events held in memory before they are given as a part. Four times as much made a server that takes a document of
 * 300 MB 850 MB large, not 455: what is freed in such pieces does not go back.
 */
const PART_CHARS = 2 ** 20

/** Text of events that may come before the `@context` that they are read by. */
const EARLY_CHARS = 64 * 2 ** 20

/** Problems kept of one document; it is refused by the first, and read on to name the rest. */
const MOST_PROBLEMS = 1000

const NO_DOCUMENT: Problem = {
  at: '/type',
  rule: 'document-type',
  says: 'a document is an EPCISDocument or an EPCISQueryDocument; a single event goes to POST /events',
}

/**
 * Reads one document, piece by piece: splits it, judges each event, and makes the good ones ready to be kept. Needs no
 * database and waits for nothing. Throws {@link Refused} as soon as reading on is useless, else at the end with all problems.
 */
export class Reading {
  readonly #options: ReadingOptions
  readonly #decoder = new TextDecoder('utf-8', { fatal: true })
  readonly #splitter: Splitter | XmlSplitter
  readonly #problems: Problem[] = []
  readonly #errors: JobError[] = []
  readonly #early: SourceText[] = []
  #bytes = 0
  #earlyChars = 0
  #take: ((text: SourceText) => Taken) | undefined
  readonly #prefixes = new Set<string>()
  #events: Fresh[] = []
  #chars = 0
  #count = 0

  constructor(options: ReadingOptions) {
    this.#options = options
    const limits = { maxEventChars: options.limits.maxEventChars, maxShellChars: EARLY_CHARS }
    this.#splitter = options.format === 'xml' ? createXmlSplitter(limits) : createSplitter(limits)
  }

  /** Takes the next bytes; gives the parts of ready events that became full, packed. */
  push(chunk: Uint8Array): readonly Uint8Array[] {
    const { maxBytes } = this.#options.limits
    this.#bytes += chunk.byteLength
    if (this.#bytes > maxBytes) throw tooLarge(maxBytes)
    const text = this.#decoded(() => this.#decoder.decode(chunk, { stream: true }))
    const parts = this.#takeAll(this.#splitter.push(text))
    if (this.#splitter.problems.length > 0) this.#ended()
    return parts
  }

  /** The document is over. */
  end(): Whole {
    this.#takeAll(this.#splitter.push(this.#decoded(() => this.#decoder.decode())))
    const split = this.#ended()
    const shell = readShell(split)
    if (!shell.ok) this.#problems.push(...shell.problems.map((problem) => this.#located(problem)))
    else if (shell.value.kind === 'event') this.#problems.push(this.#located(NO_DOCUMENT))
    this.#takeAll([])
    if (this.#problems.length > 0) throw new Refused('ValidationException', this.#problems)
    return {
      last: pack(this.#events),
      masterData: shell.ok ? shell.value.masterData.map(masterDataRow) : [],
      prefixes: [...this.#prefixes],
      errors: this.#errors,
    }
  }

  #located(problem: Problem): Problem {
    return 'locate' in this.#splitter ? this.#splitter.locate(problem) : problem
  }

  #ended(): Parameters<typeof readShell>[0] {
    const split = this.#splitter.end()
    if (!split.ok) throw new Refused('ValidationException', split.problems)
    return split.value.shell
  }

  #decoded(decode: () => string): string {
    try {
      return decode()
    } catch {
      throw refuse('ValidationException', '', 'not-utf-8', 'the document is not UTF-8 text')
    }
  }

  #takeAll(texts: readonly SourceText[]): readonly Uint8Array[] {
    const { context } = this.#splitter
    if (this.#take === undefined && context !== undefined)
      this.#take = intake(context, {
        remote: this.#options.contexts,
        strict: this.#options.strict,
      })
    if (this.#take === undefined) return this.#wait(texts)
    const parts: Uint8Array[] = []
    for (const text of [...this.#early.splice(0), ...texts]) {
      this.#takeOne(this.#take, text)
      if (this.#chars > PART_CHARS) parts.push(...this.#part())
    }
    return parts
  }

  #wait(texts: readonly SourceText[]): readonly [] {
    for (const text of texts) {
      this.#early.push(text)
      this.#earlyChars += text.text.length
    }
    if (this.#earlyChars > EARLY_CHARS) {
      const says = 'in a document this large @context must stand before epcisBody'
      throw refuse('ValidationException', '/@context', 'late-context', says)
    }
    return []
  }

  #takeOne(take: (text: SourceText) => Taken, text: SourceText): void {
    const { limits, behaviour } = this.#options
    if (++this.#count > limits.maxEvents) {
      const says = `more than ${limits.maxEvents} events; send them in several documents`
      throw refuse('CaptureLimitExceededException', text.pointer, 'too-many-events', says)
    }
    const taken = take(text)
    if (taken.ok) {
      this.#events.push(taken.event)
      collectPrefixes(text.text, this.#prefixes)
      this.#chars += text.text.length
    } else if (behaviour === 'proceed') this.#errors.push(errorOf(text.pointer, taken.problems))
    else if (this.#problems.length < MOST_PROBLEMS) this.#problems.push(...taken.problems)
  }

  #part(): readonly Uint8Array[] {
    const events = this.#events
    this.#events = []
    this.#chars = 0
    return this.#problems.length > 0 ? [] : [pack(events)]
  }
}

function errorOf(at: string, problems: readonly Problem[]): JobError {
  const { title, status } = REFUSALS.ValidationException
  const body = problemBody('ValidationException', problems) as { readonly detail?: string }
  return {
    type: 'epcisException:ValidationException',
    title,
    status,
    detail: body.detail ?? title,
    instance: at,
  }
}
