import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { captureAll, type Captured } from './capturing.ts'
import { eventsOf, lookUpAll, type LookedUp } from './looking-up.ts'
import { Making, type Document } from './making.ts'
import { Sample } from './sample.ts'
import { Client, type Target } from './target.ts'

export type Options = {
  readonly seed: number
  /** How many events are there after each step, in ascending order; look-ups follow each. */
  readonly events: readonly number[]
  readonly eventsPerDocument: number
  /** Connections that capture. */
  readonly connections: number
  /** Look-ups after each step, and connections that look up. */
  readonly lookups: number
  readonly lookupConnections: number
  /** Events captured after that, with look-ups meanwhile. */
  readonly whileCapturing: number
  readonly urn: boolean
  /** Prefixes that the documents declare besides their own. */
  readonly context: Readonly<Record<string, string>>
  readonly masterData: boolean
  /** All documents are made beforehand, in files. */
  readonly fromFiles: boolean
  /** The target holds the events already: they are made, but not sent. */
  readonly captured: boolean
}

export type Both = { readonly capture: Captured; readonly lookups: LookedUp }

/** `events` are there after it. */
export type Step = { readonly events: number } & Partial<Both>

export type Result = {
  readonly steps: readonly Step[]
  readonly meanwhile?: Both
}

/** What is told on the way. */
export type Listener = {
  readonly tell: (line: string) => void
  readonly captured: (captured: Captured) => void
  readonly lookedUp: (lookedUp: LookedUp) => void
  /** Both together, when the step is done. */
  readonly step: (step: Step) => void
  readonly meanwhile: (both: Both) => void
}

/** The target cannot be measured; the message says why. */
export class NotMeasurable extends Error {
  override readonly name = 'NotMeasurable'
}

/** Documents made ahead in memory. */
const AHEAD_BYTES = 2 ** 28

/** Captures the demo chain, and asks for events of single EPCs. @throws NotMeasurable */
export async function run(target: Target, options: Options, listener: Listener): Promise<Result> {
  const { events, whileCapturing } = options
  const folder = options.fromFiles ? await mkdtemp(join(tmpdir(), 'suyuan-bench-')) : undefined
  try {
    await using making = new Making({
      ...options,
      ends: [...events, (events.at(-1) ?? 0) + whileCapturing],
      ahead: AHEAD_BYTES,
      folder,
    })
    return await new Bench(target, options, { making, listener }).run()
  } finally {
    if (folder !== undefined) await rm(folder, { recursive: true })
  }
}

class Bench {
  readonly #target: Target
  readonly #options: Options
  readonly #making: Making
  readonly #listener: Listener
  readonly #sample = new Sample()
  /** The first document, looked into before anything is sent. */
  #first: Document | undefined
  #taken = 0

  constructor(
    target: Target,
    options: Options,
    { making, listener }: { readonly making: Making; readonly listener: Listener },
  ) {
    this.#target = target
    this.#options = options
    this.#making = making
    this.#listener = listener
  }

  async run(): Promise<Result> {
    const { events, whileCapturing } = this.#options
    this.#listener.tell('the first documents are being made')
    this.#first = await this.#making.next()
    await this.#askFirst()
    await this.#making.ahead()
    const steps: Step[] = []
    for (const each of events) {
      const step = { events: each, ...(await this.#step(each)) }
      this.#listener.step(step)
      steps.push(step)
    }
    if (whileCapturing === 0) return { steps }
    const meanwhile = await this.#both((events.at(-1) ?? 0) + whileCapturing)
    this.#listener.meanwhile(meanwhile)
    return { steps, meanwhile }
  }

  async #step(events: number): Promise<Partial<Both>> {
    const { captured, lookups } = this.#options
    const capture = captured ? await this.#skip(events) : await this.#capture(events)
    if (capture !== undefined) this.#listener.captured(capture)
    const lookedUp = lookups === 0 ? undefined : await this.#lookUp((asked) => asked < lookups)
    if (lookedUp !== undefined) this.#listener.lookedUp(lookedUp)
    return {
      ...(capture === undefined ? {} : { capture }),
      ...(lookedUp === undefined ? {} : { lookups: lookedUp }),
    }
  }

  /** Whether anyone answers; and that the chain is there only when it is said to be: sent twice it measures nothing. */
  async #askFirst(): Promise<void> {
    const client = new Client(this.#target)
    const [, eventID] =
      /"eventID":"([^"]*)"/.exec(String(Buffer.from(this.#first?.body ?? []))) ?? []
    try {
      const answer = await client.event(eventID ?? 'urn:uuid:none')
      const there = answer.status === 200 && (eventsOf(answer)?.length ?? 0) > 0
      if (there && !this.#options.captured) {
        throw new NotMeasurable(
          `the chain of seed ${this.#options.seed} is there already: give an empty target, another --seed, or --captured`,
        )
      }
    } catch (error) {
      if (error instanceof NotMeasurable) throw error
      throw new NotMeasurable(
        `nobody answers at ${this.#target.url.href}: ${(error as Error).message}`,
        {
          cause: error,
        },
      )
    } finally {
      client.close()
    }
  }

  /** Until there are so many events. */
  #capture(events: number): Promise<Captured> {
    const { connections } = this.#options
    return captureAll(this.#target, {
      connections,
      next: () => this.#next(events),
      sample: this.#sample,
      tell: (done) => this.#listener.tell(`${done} events captured`),
    })
  }

  async #next(events: number): Promise<Document | undefined> {
    const first = this.#first
    this.#first = undefined
    if (first === undefined && this.#taken >= events) return undefined
    const document = first ?? (await this.#making.next())
    this.#taken += document?.events ?? 0
    return document
  }

  /** As if all were sent and kept. */
  async #skip(events: number): Promise<undefined> {
    for (;;) {
      const document = await this.#next(events)
      if (document === undefined) return undefined
      this.#sample.sent(document.mentions)
      this.#sample.kept(document.mentions)
      await setImmediate()
    }
  }

  #lookUp(goOn: (asked: number) => boolean): Promise<LookedUp> {
    const { lookupConnections, seed } = this.#options
    return lookUpAll(this.#target, {
      connections: lookupConnections,
      sample: this.#sample,
      seed,
      goOn: (asked) => {
        if (asked % 1000 === 999) this.#listener.tell(`${asked + 1} look-ups`)
        return goOn(asked)
      },
    })
  }

  async #both(events: number): Promise<Both> {
    await this.#making.ahead()
    let capturing = true
    const capture = this.#capture(events).finally(() => (capturing = false))
    const lookups = await this.#lookUp(() => capturing)
    return { capture: await capture, lookups }
  }
}
