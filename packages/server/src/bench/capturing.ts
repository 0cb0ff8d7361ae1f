import type { Document } from './making.ts'
import type { Sample } from './sample.ts'
import { Client, type Target } from './target.ts'
import { Faults, Timings, type Latency } from './timings.ts'

export type Captured = {
  readonly events: number
  readonly documents: number
  readonly bytes: number
  readonly seconds: number
  /** Events a second, in all and in each fifth of the events. */
  readonly rate: number
  readonly fifths: readonly number[]
  readonly latency: Latency
  readonly refused: number
  readonly refusals: readonly string[]
  /** What the driver itself took of the processors, making documents included. */
  readonly driverCpuSeconds: number
}

export type Work = {
  readonly connections: number
  /** The next document; undefined when there is none left for now. */
  readonly next: () => Promise<Document | undefined>
  readonly sample: Sample
  readonly tell: (events: number) => void
}

/** When so many documents are refused and none was kept, the rest is not tried. */
const HOPELESS = 10

/** Sends all documents, one after another on each connection; each counts from its answer on. */
export async function captureAll(target: Target, work: Work): Promise<Captured> {
  const run = new Run(target, work)
  const cpu = process.cpuUsage()
  await Promise.all(Array.from({ length: work.connections }, () => run.connection()))
  const { user, system } = process.cpuUsage(cpu)
  return run.result((user + system) / 1e6)
}

class Run {
  readonly #target: Target
  readonly #work: Work
  readonly #latency = new Timings()
  readonly #refusals = new Faults()
  readonly #kept: { readonly at: number; readonly events: number }[] = []
  readonly #from = performance.now()
  #events = 0
  #bytes = 0

  constructor(target: Target, work: Work) {
    this.#target = target
    this.#work = work
  }

  async connection(): Promise<void> {
    const client = new Client(this.#target)
    try {
      for (;;) {
        if (this.#kept.length === 0 && this.#refusals.count >= HOPELESS) return
        const document = await this.#work.next()
        if (document === undefined) return
        await this.#send(client, document)
      }
    } finally {
      client.close()
    }
  }

  async #send(client: Client, { body, events, mentions }: Document): Promise<void> {
    const { sample, tell } = this.#work
    const sent = performance.now()
    sample.sent(mentions)
    try {
      const refused = await client.capture(body)
      const at = performance.now()
      if (refused !== undefined) {
        this.#refusals.add(refused)
        sample.takenBack(mentions)
        return
      }
      this.#latency.add(at - sent)
      this.#kept.push({ at, events })
      this.#events += events
      this.#bytes += body.length
      sample.kept(mentions)
      tell(this.#events)
    } catch (error) {
      this.#refusals.add((error as Error).message)
    }
  }

  result(driverCpuSeconds: number): Captured {
    const seconds = ((this.#kept.at(-1)?.at ?? this.#from) - this.#from) / 1000
    return {
      events: this.#events,
      documents: this.#kept.length,
      bytes: this.#bytes,
      seconds,
      rate: this.#events / Math.max(seconds, 1e-9),
      fifths: this.#fifths(),
      latency: this.#latency.summary(),
      refused: this.#refusals.count,
      refusals: this.#refusals.samples(),
      driverCpuSeconds,
    }
  }

  #fifths(): readonly number[] {
    const rates: number[] = []
    let events = 0
    let [begun, before] = [this.#from, 0]
    for (const each of this.#kept) {
      events += each.events
      if (events < (this.#events * (rates.length + 1)) / 5) continue
      rates.push((events - before) / Math.max((each.at - begun) / 1000, 1e-9))
      begun = each.at
      before = events
    }
    return rates
  }
}
