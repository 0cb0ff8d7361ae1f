import type { Captured } from '../packages/server/src/bench/capturing.ts'
import type { LookedUp } from '../packages/server/src/bench/looking-up.ts'
import type { Measured } from './measure.ts'
import { MB, whole, type Line, type Row } from './row.ts'
import { TRACING } from './tracing-rows.ts'

const SERVER_MB = 512

const rateOf = (rate: number): string => `${whole(rate)} events/s`
const p99Of = ({ latency }: LookedUp): string => `p99 ${latency.p99.toFixed(2)} ms`

function first({ steps }: Measured): { capture: Captured; lookups: LookedUp } {
  return whatIs(steps[0])
}

function whatIs(both: { readonly capture?: Captured; readonly lookups?: LookedUp } | undefined): {
  capture: Captured
  lookups: LookedUp
} {
  const { capture, lookups } = both ?? {}
  if (capture === undefined || lookups === undefined) throw new Error('there was nothing measured')
  return { capture, lookups }
}

function captureLine(what: string, [ours, theirs]: readonly [number, number], reach: number): Line {
  return {
    what,
    ours: rateOf(ours),
    against: rateOf(theirs),
    ratio: { is: ours / theirs, reach },
  }
}

function memoryLine(what: string, bytes: number | undefined, most = SERVER_MB): Line {
  if (bytes === undefined) return { what, ours: 'not told by this system', against: '' }
  const ratio = { is: bytes / MB, reach: most, atMost: true }
  return { what, ours: `${whole(bytes / MB)} MB`, against: `${most} MB`, ratio }
}

const diskPerEvent = ({ disk, events }: Measured): string => `${whole(disk / events)} bytes/event`

/** The rows of the table, in its order. */
export const ROWS: readonly Row[] = [
  {
    name: 'capture-small',
    what: 'capture, embedded, against bare inserts',
    lines: async ({ sizes, bare, embeddedRate }) => {
      const [ours, theirs] = [await embeddedRate(sizes.small), await bare(sizes.small)]
      return [captureLine(`capture, ${whole(sizes.small)} events : bare`, [ours, theirs], 0.5)]
    },
  },
  {
    name: 'capture-jsonb',
    what: 'capture, embedded, against JSONB',
    lines: async ({ sizes, middle }) => {
      const [ours, theirs] = [first(await middle('embedded')), first(await middle('jsonb'))]
      const rates = [ours.capture.rate, theirs.capture.rate] as const
      return [captureLine(`capture, ${whole(sizes.middle)} events : JSONB`, rates, 1.5)]
    },
  },
  {
    name: 'capture-postgres',
    what: 'capture, on PostgreSQL, against JSONB',
    lines: async ({ sizes, middle }) => {
      const [ours, theirs] = [first(await middle('postgres')), first(await middle('jsonb'))]
      const rates = [ours.capture.rate, theirs.capture.rate] as const
      return [captureLine(`capture on PostgreSQL, ${whole(sizes.middle)} events : JSONB`, rates, 1)]
    },
  },
  {
    name: 'lookup',
    what: 'events of one EPC, against JSONB',
    lines: async ({ sizes, middle }) => {
      const [ours, theirs] = [first(await middle('embedded')), first(await middle('jsonb'))]
      const [a, b] = [ours.lookups, theirs.lookups]
      const what = `events of one EPC, of ${whole(sizes.middle)} events`
      const told = ({ rate }: LookedUp): string => `${whole(rate)} a second`
      return [
        {
          what: `${what} : JSONB`,
          ours: told(a),
          against: told(b),
          ratio: ratio(a.rate, b.rate, 4),
        },
        {
          what: `${what} : 10 ms`,
          ours: p99Of(a),
          against: `JSONB ${p99Of(b)}`,
          ratio: { is: a.latency.p99, reach: 10, atMost: true },
        },
      ]
    },
  },
  {
    name: 'lookup-while-capturing',
    what: 'the same while capture runs at full rate, against idle',
    lines: async ({ middle }) => [
      whileCapturing('embedded', await middle('embedded')),
      { ...whileCapturing('JSONB', await middle('jsonb'), false) },
    ],
  },
  {
    name: 'disk',
    what: 'bytes on disk per event, all indexes, against the documents as sent',
    lines: async ({ middle }) => {
      const [ours, theirs] = [await middle('embedded'), await middle('jsonb')]
      const line = (name: string, measured: Measured): Line => ({
        what: `bytes on disk, ${name} : documents as sent`,
        ours: diskPerEvent(measured),
        against: `${whole(measured.sent / measured.events)} bytes/event`,
      })
      const told = { is: theirs.disk / theirs.sent, reach: Number.NaN }
      return [
        { ...line('embedded', ours), ratio: { is: ours.disk / ours.sent, reach: 1, atMost: true } },
        { ...line('JSONB', theirs), ratio: told },
      ]
    },
  },
  {
    name: 'memory-document',
    what: 'memory while taking one large document',
    lines: async ({ oneDocument }) => {
      const { bytes, events, seconds, peakMemory } = await oneDocument()
      const what = `memory, one document of ${whole(bytes / MB)} MB (${whole(events)} events, ${whole(seconds)} s)`
      return [memoryLine(what, peakMemory)]
    },
  },
  {
    name: 'hash',
    what: 'event hashes, and reading as capture does, on one core',
    lines: async ({ oneCore }) => {
      const { events, hashed, read } = await oneCore()
      const line = (what: string, rate: number, reach: number): Line => ({
        what: `${what}, ${whole(events)} events of the demo chain, one core`,
        ours: rateOf(rate),
        against: rateOf(reach),
        ratio: { is: rate / reach, reach: 1 },
      })
      return [line('event hashes', hashed, 50_000), line('reading', read, 40_000)]
    },
  },
  {
    name: 'capture-xml',
    what: 'capture of XML, against JSON',
    lines: async ({ sizes, bindings }) => {
      const rates = await bindings()
      const line = (what: string, rate: number): Line =>
        captureLine(
          `capture of ${what}, ${whole(sizes.small)} events : JSON`,
          [rate, rates.json],
          0.5,
        )
      return [line('XML 2.0', rates.xml), line('XML 1.2', rates['xml-1.2'])]
    },
  },
  {
    name: 'convert',
    what: 'a large document into the other binding and back',
    lines: async ({ conversions }) =>
      (await conversions()).flatMap(({ what, bytes, seconds, peakMemory }) => {
        const is = bytes / MB / seconds
        const size = `${what}, ${whole(bytes / MB)} MB`
        return [
          {
            what: `${size}, in ${whole(seconds)} s`,
            ours: `${is.toFixed(1)} MB/s`,
            against: '30 MB/s',
            ratio: { is, reach: 30 },
          },
          memoryLine(`memory, ${size}`, peakMemory, 200),
        ]
      }),
  },
  ...TRACING,
  {
    name: 'capture-large',
    what: 'capture of many events, embedded, against bare inserts',
    lines: async ({ sizes, bare, embeddedRate }) => {
      const [ours, theirs] = [await embeddedRate(sizes.large), await bare(sizes.large)]
      return [captureLine(`capture, ${whole(sizes.large)} events : bare`, [ours, theirs], 3)]
    },
  },
  {
    name: 'grown',
    what: 'look-ups, capture and memory with ten times the events',
    lines: async ({ sizes, grown }) => {
      const measured = await grown()
      const [before, after] = [whatIs(measured.steps[0]), whatIs(measured.steps.at(-1))]
      const at = `at ${whole(sizes.grown)} : at ${whole(sizes.middle)}`
      const [slow, quick] = [after.lookups, before.lookups]
      return [
        {
          what: `events of one EPC ${at}`,
          ours: p99Of(slow),
          against: p99Of(quick),
          ratio: { is: slow.latency.p99 / quick.latency.p99, reach: 1.5, atMost: true },
        },
        captureLine(`capture ${at}`, [after.capture.rate, before.capture.rate], 0.7),
        memoryLine(`memory at ${whole(sizes.grown)} events`, measured.peakMemory),
        {
          what: `bytes on disk at ${whole(sizes.grown)} : documents as sent`,
          ours: diskPerEvent(measured),
          against: `${whole(measured.sent / measured.events)} bytes/event`,
          ratio: { is: measured.disk / measured.sent, reach: 1, atMost: true },
        },
      ]
    },
  },
  {
    name: 'query-any',
    what: 'the first page of a query by any one parameter',
    lines: async ({ queryAny }) =>
      (await queryAny()).map(({ search, latency, given, read }) => ({
        what: `GET /events?${search}`,
        ours: `p50 ${latency.p50.toFixed(1)} ms, p99 ${latency.p99.toFixed(1)} ms, ${given} given, ${read} read`,
        against: `${FIRST_PAGE} ms`,
        ratio: { is: latency.p99, reach: FIRST_PAGE, atMost: true },
      })),
  },
]

/** Milliseconds that a first page may take. */
const FIRST_PAGE = 50

function ratio(ours: number, theirs: number, reach: number): NonNullable<Line['ratio']> {
  return { is: ours / theirs, reach }
}

function whileCapturing(name: string, measured: Measured, judged = true): Line {
  const [idle, busy] = [first(measured).lookups, measured.meanwhile?.lookups]
  if (busy === undefined) throw new Error('there was no capture meanwhile')
  const is = busy.latency.p99 / idle.latency.p99
  const capture = whole(measured.meanwhile?.capture.rate ?? 0)
  return {
    what: `events of one EPC, ${name}, while capturing (${capture} events/s) : idle`,
    ours: p99Of(busy),
    against: p99Of(idle),
    ratio: { is, reach: judged ? 5 : Number.NaN, atMost: true },
  }
}
