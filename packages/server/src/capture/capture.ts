import { randomUUID } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { readShell, type MasterDataElement } from '@suyuan/core/json/document'
import { identify } from '@suyuan/core/id/identify'
import { createSplitter, type EventText, type Splitter } from '@suyuan/core/json/split'
import type { Problem } from '@suyuan/core/problem'
import type { Engine } from '../db/engine.ts'
import { problemBody, refuse, Refused, REFUSALS } from '../http/problem.ts'
import { append, conflictError, type Conflict, type JobError } from '../store/append.ts'
import type { Fresh } from '../store/fresh.ts'
import { stage, unstage } from '../store/stage.ts'
import { intake, type Taken } from './intake.ts'

export type CaptureLimits = {
  /** Bytes of one document. */
  readonly maxBytes: number
  /** Characters of one event. */
  readonly maxEventChars: number
  /** Events of one document. */
  readonly maxEvents: number
}

export const LIMITS: CaptureLimits = {
  maxBytes: 256 * 2 ** 20,
  maxEventChars: 16 * 2 ** 20,
  maxEvents: 2_000_000,
}

export type CaptureDeps = {
  readonly engine: Engine
  readonly limits: CaptureLimits
  /** Microseconds since 1970. */
  readonly now: () => number
}

export type Captor = { readonly party: string; readonly credential: string }

export type CaptureRequest = {
  readonly body: AsyncIterable<Uint8Array>
  readonly behaviour: 'rollback' | 'proceed'
  readonly captor: Captor
}

export type Captured = { readonly job: string; readonly added: number }

/** Text of events held in memory before a part is put aside on disk. */
const PART_CHARS = 4 * 2 ** 20

/** Text of events that may come before the `@context` that they are read by. */
const EARLY_CHARS = 64 * 2 ** 20

/** Events judged before other requests have their turn. */
const BREATH = 25

/** Problems kept of one document; it is refused by the first, and read on to name the rest. */
const MOST_PROBLEMS = 1000

/**
 * Takes a document in: when this resolves, every event of it is on disk, once, with its job. Memory is bounded by
 * {@link PART_CHARS}, not by the document.
 *
 * @throws Refused naming every problem; then nothing of the document is kept.
 */
export async function capture(deps: CaptureDeps, request: CaptureRequest): Promise<Captured> {
  const taking = new Taking(deps, request)
  try {
    const shell = await taking.read()
    return await taking.keep(shell)
  } catch (error) {
    await taking.forget()
    throw error
  }
}

const NO_DOCUMENT: Problem = {
  at: '/type',
  rule: 'document-type',
  says: 'a document is an EPCISDocument or an EPCISQueryDocument; a single event goes to POST /events',
}

type Shell = { readonly masterData: readonly MasterDataElement[] }

class Taking {
  readonly #deps: CaptureDeps
  readonly #request: CaptureRequest
  readonly #job: string = randomUUID()
  readonly #createdAt: number
  readonly #problems: Problem[] = []
  readonly #errors: JobError[] = []
  readonly #early: EventText[] = []
  #earlyChars = 0
  #take: ((text: EventText) => Taken) | undefined
  #events: Fresh[] = []
  #chars = 0
  #parts = 0
  #count = 0

  constructor(deps: CaptureDeps, request: CaptureRequest) {
    this.#deps = deps
    this.#request = request
    this.#createdAt = deps.now()
  }

  /** Reads the whole body, judging events as they come. */
  async read(): Promise<Shell> {
    const splitter = createSplitter({
      maxEventChars: this.#deps.limits.maxEventChars,
      maxShellChars: EARLY_CHARS,
    })
    for await (const text of decoded(this.#request.body, this.#deps.limits.maxBytes)) {
      await this.#takeAll(splitter, splitter.push(text))
      if (splitter.problems.length > 0) break
    }
    const split = splitter.end()
    if (!split.ok) throw new Refused('ValidationException', split.problems)
    const shell = readShell(split.value.shell)
    if (!shell.ok) this.#problems.push(...shell.problems)
    else if (shell.value.kind === 'event') this.#problems.push(NO_DOCUMENT)
    this.#begin(splitter)
    await this.#takeAll(splitter, [])
    if (this.#problems.length > 0) throw new Refused('ValidationException', this.#problems)
    return shell.ok ? shell.value : { masterData: [] }
  }

  #begin(splitter: Splitter): void {
    if (this.#take === undefined && splitter.context !== undefined)
      this.#take = intake(splitter.context)
  }

  async #takeAll(splitter: Splitter, texts: readonly EventText[]): Promise<void> {
    this.#begin(splitter)
    if (this.#take === undefined) this.#wait(texts)
    else {
      let since = 0
      for (const text of [...this.#early.splice(0), ...texts]) {
        this.#takeOne(this.#take, text)
        if (this.#chars > PART_CHARS) await this.#putAside()
        // Others have their turn: beside 4 captures at full rate a query took 94 ms at 200 events a breath, 15 at 25.
        if (++since % BREATH === 0) await setImmediate()
      }
    }
  }

  #wait(texts: readonly EventText[]): void {
    for (const text of texts) {
      this.#early.push(text)
      this.#earlyChars += text.text.length
    }
    if (this.#earlyChars > EARLY_CHARS) {
      const says = 'in a document this large @context must stand before epcisBody'
      throw refuse('ValidationException', '/@context', 'late-context', says)
    }
  }

  #takeOne(take: (text: EventText) => Taken, text: EventText): void {
    if (++this.#count > this.#deps.limits.maxEvents) {
      const says = `more than ${this.#deps.limits.maxEvents} events; send them in several documents`
      throw refuse('CaptureLimitExceededException', text.pointer, 'too-many-events', says)
    }
    const taken = take(text)
    if (taken.ok) {
      this.#events.push(taken.event)
      this.#chars += text.text.length
    } else if (this.#request.behaviour === 'proceed') {
      this.#errors.push(errorOf(text.pointer, taken.problems))
    } else if (this.#problems.length < MOST_PROBLEMS) this.#problems.push(...taken.problems)
  }

  async #putAside(): Promise<void> {
    const events = this.#events
    this.#events = []
    this.#chars = 0
    if (this.#problems.length > 0) return
    await this.#deps.engine.write(stage, { capture: this.#job, part: this.#parts++, events })
  }

  async keep({ masterData }: Shell): Promise<Captured> {
    const { added, conflicts } = await this.#deps.engine.write(append, {
      ...this.#request.captor,
      now: this.#deps.now(),
      events: this.#events,
      ...(this.#parts > 0 && { staged: this.#job }),
      masterData: masterData.map(({ type, id, attributes, children }) => ({
        type,
        id: identify(id).canonical,
        body: JSON.stringify({ attributes, children }),
      })),
      behaviour: this.#request.behaviour,
      job: { id: this.#job, createdAt: this.#createdAt, errors: this.#errors },
    })
    if (conflicts.length > 0 && this.#request.behaviour === 'rollback') {
      throw new Refused('ValidationException', conflicts.map(conflictProblem))
    }
    return { job: this.#job, added }
  }

  async forget(): Promise<void> {
    if (this.#parts > 0) await this.#deps.engine.write(unstage, this.#job)
  }
}

/** What is said of an event whose eventID is kept with other content. */
export function conflictProblem(conflict: Conflict): Problem {
  const { detail, instance } = conflictError(conflict)
  return { at: `${instance}/eventID`, rule: 'event-id-taken', says: detail }
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

async function* decoded(body: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let bytes = 0
  try {
    for await (const chunk of body) {
      bytes += chunk.byteLength
      if (bytes > maxBytes) throw tooLarge(maxBytes)
      yield decoder.decode(chunk, { stream: true })
    }
    yield decoder.decode()
  } catch (error) {
    if (error instanceof TypeError) {
      throw refuse('ValidationException', '', 'not-utf-8', 'the document is not UTF-8 text')
    }
    throw error
  }
}

/** The refusal of a document over the limit. */
export function tooLarge(maxBytes: number): Refused {
  const says = `a document may have ${maxBytes} bytes; send it in several`
  return refuse('CaptureLimitExceededException', '', 'too-large', says)
}
