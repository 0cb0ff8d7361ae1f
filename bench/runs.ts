import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Making } from '../packages/server/src/bench/making.ts'
import { bareInserts } from './bare.ts'
import { measure, type Load, type Measured } from './measure.ts'
import { captureOneDocument, type OneDocument } from './one-document.ts'
import { oneCore, type OneCore } from './one-core.ts'
import { queryAny, type Asked } from './query-any.ts'
import type { Kind } from './servers.ts'
import { captureInBindings, convertLarge, type Bindings, type Conversion } from './xml.ts'

/** Numbers of events, and the bytes of the one large document. */
export type Sizes = {
  readonly small: number
  readonly middle: number
  readonly large: number
  readonly grown: number
  /** Captured while look-ups run. */
  readonly meanwhile: number
  readonly document: number
}

/** What rows are made of. Each is done once, when the first row asks for it. */
export type Runs = {
  readonly sizes: Sizes
  /** Events a second; of a small number the median of three. */
  readonly bare: (events: number) => Promise<number>
  readonly embeddedRate: (events: number) => Promise<number>
  /** With `sizes.middle` events. */
  readonly middle: (kind: Kind) => Promise<Measured>
  /** From `sizes.middle` events to `sizes.grown`; the last step captures as many as the first. */
  readonly grown: () => Promise<Measured>
  readonly oneDocument: () => Promise<OneDocument>
  /** Of `sizes.small` events. */
  readonly oneCore: () => Promise<OneCore>
  /** Capture of `sizes.small` events in each binding. */
  readonly bindings: () => Promise<Bindings>
  /** Conversion of a document of `sizes.document` bytes. */
  readonly conversions: () => Promise<readonly Conversion[]>
  /** The first page of every kind of parameter, at `sizes.middle` events. */
  readonly queryAny: () => Promise<readonly Asked[]>
}

/** Times that each parameter is asked. */
const ASKS = 200

/** A run of so many events is short, and is done three times. */
const SHORT = { from: 10_000, to: 200_000 }

export function runsOf(sizes: Sizes, load: Load): Runs {
  const none = { ...load, whileCapturing: 0 }
  const rate = async (events: number): Promise<number> => {
    const { steps } = await measure('embedded', [events], { ...none, lookups: 0 })
    return steps[0]?.capture?.rate ?? 0
  }
  const { middle, grown, meanwhile } = sizes
  return {
    sizes,
    bare: once((events) => median(events, () => bare(events, load))),
    embeddedRate: once((events) => median(events, () => rate(events))),
    middle: once((kind) => measure(kind, [middle], { ...load, whileCapturing: meanwhile })),
    grown: once(() => measure('embedded', [middle, grown - middle, grown], none)),
    oneCore: once(() => Promise.resolve(oneCore(sizes.small, load.seed))),
    oneDocument: once(() => captureOneDocument(sizes.document)),
    bindings: once(() => captureInBindings(sizes.small)),
    conversions: once(() => convertLarge(sizes.document)),
    queryAny: once(() => queryAny(middle, ASKS, (line) => void process.stderr.write(`${line}\n`))),
  }
}

function once<A extends number | string | void, T>(
  work: (asked: A) => Promise<T>,
): (asked: A) => Promise<T> {
  const done = new Map<A, Promise<T>>()
  return (asked) => {
    const known = done.get(asked) ?? work(asked)
    done.set(asked, known)
    return known
  }
}

async function median(events: number, run: () => Promise<number>): Promise<number> {
  if (events < SHORT.from || events > SHORT.to) return run()
  const all = [await run(), await run(), await run()].toSorted((a, b) => a - b)
  return all[1] ?? 0
}

async function bare(events: number, load: Load): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'suyuan-bench-bare-'))
  try {
    await using making = new Making({
      ...load,
      ends: [events],
      urn: false,
      context: {},
      masterData: true,
      ahead: 2 ** 28,
      folder: undefined,
    })
    await making.ahead()
    const done = await bareInserts(folder, texts(making))
    return done.events / done.seconds
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function* texts(making: Making): AsyncGenerator<string> {
  for (;;) {
    const document = await making.next()
    if (document === undefined) return
    yield Buffer.from(document.body).toString()
  }
}
