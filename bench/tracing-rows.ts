import { againstTheLoop, type Answered } from './client-loop.ts'
import { heels } from './heels.ts'
import { oneLot } from './lineage.ts'
import { MB, whole, type Line, type Row } from './row.ts'
import { start } from './servers.ts'

const BATCHES = 160

/** The rows of the table about traces. */
export const TRACING: readonly Row[] = [
  {
    name: 'lineage',
    what: 'a lot that went into all tins, in memory, against recursive SQL on the same links',
    lines: async ({ sizes }) => {
      const one = await oneLot(sizes.middle)
      const { things, links, bytes, backward } = one
      const allowed = things * 16 + links * 24
      const line = (what: string, theirs: number): Line => ({
        what: `lot → ${whole(sizes.middle)} tins, walked : ${what}`,
        ours: `${whole(one.walked)} ms of CPU`,
        against: `${whole(theirs)} ms`,
        ratio: { is: theirs / one.walked, reach: 50 },
      })
      return [
        line('PostgreSQL, recursive', one.postgres),
        line('SQLite in memory, recursive', one.sqlite),
        {
          what: 'the same, counted by place',
          ours: `${whole(one.tallied)} ms of CPU`,
          against: '100 ms',
          ratio: { is: one.tallied, reach: 100, atMost: true },
        },
        {
          what: `tin → its ${backward.things} origins in process, p50 ${backward.p50.toFixed(2)} ms`,
          ours: `p99 ${backward.p99.toFixed(2)} ms`,
          against: '5 ms',
          ratio: { is: backward.p99, reach: 5, atMost: true },
        },
        {
          what: `memory of ${whole(things)} things and ${whole(links)} links`,
          ours: `${whole(bytes / MB)} MB`,
          against: `${whole(allowed / MB)} MB (16 a thing, 24 a link)`,
          ratio: { is: bytes / allowed, reach: 1, atMost: true },
        },
        {
          what: 'taking an event in',
          ours: `${((one.takenIn / one.events) * 1000).toFixed(1)} µs of CPU`,
          against: '',
        },
      ]
    },
  },
  {
    name: 'client-loop',
    what: 'where one batch is from: one trace, against the loop that asks for the events of all it sees',
    lines: async () => {
      await using subject = await start('embedded')
      const { ours, loop } = await againstTheLoop(subject.url, heels(BATCHES))
      const what = `origins of the last of ${BATCHES} batches with a heel : client loop`
      const cost = ({ milliseconds: [first, again], requests }: Answered): string =>
        `${whole(first)} ms, again ${whole(again)} ms, requests: ${whole(requests)}`
      const part = (name: string, of: (answered: Answered) => number): Line => ({
        what: `the same, ${name}`,
        ours: of(ours).toFixed(4),
        against: of(loop).toFixed(4),
        ratio: { is: of(ours), reach: 1 },
      })
      return [
        {
          what,
          ours: cost(ours),
          against: cost(loop),
          ratio: { is: loop.milliseconds[0] / ours.milliseconds[0], reach: Number.NaN },
        },
        {
          what: 'the same, identifiers returned',
          ours: whole(ours.found),
          against: whole(loop.found),
        },
        part('precision', ({ precision }) => precision),
        part('recall', ({ recall }) => recall),
      ]
    },
  },
]
