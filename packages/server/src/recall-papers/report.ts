import type { LotCount, RecallCase } from '@suyuan/core/recall/case'
import type { Deadline } from '@suyuan/core/recall/deadlines'
import type { Block, Paper, TableCell, Tone } from '../papers/paper.ts'
import { leftOut, lotBlocks } from './notice.ts'
import { saying, type Language, type Saying } from './words.ts'

/** Rows of the tables of a report; the spreadsheet has all. */
const MOST = { holders: 200, lots: 200, gaps: 60, versions: 60, steps: 120, suspects: 20 } as const

export type Stage = 'stage' | 'final'

/** Of one lot, by `GET /balance`: what was made and where it went, in one unit. */
export type BalanceRow = {
  readonly lot: string
  /** Names and amounts as the balance tells them. */
  readonly figures: readonly (readonly [name: string, amount: string])[]
  readonly verdict: string
}

export type ReportOptions = {
  readonly language: Language
  readonly stage: Stage
  /** Microseconds since 1970. */
  readonly now: number
  readonly lots: readonly LotCount[]
  readonly balances: readonly BalanceRow[]
}

/** Stage and final report of a recall, and of a drill what an auditor looks for: who, when, trace time, found, quantities, gaps, deadlines. */
export function reportPaper(recall: RecallCase, options: ReportOptions): Paper {
  const say = saying(options.language, recall)
  const title = say.word(recall.drill ? 'drill' : options.stage)
  return {
    language: options.language,
    title,
    subtitle: recall.drill
      ? `${say.word(options.stage)} · ${say.word('drillMark')}`
      : `${levelOf(say, recall)} · ${recall.reason}`,
    mark: `${say.word('number')} ${recall.id}`,
    foot: 'Suyuan 溯源',
    madeAt: options.now,
    blocks: [
      ...first(say, recall),
      { block: 'heading', text: say.word('case') },
      { block: 'facts', facts: caseFacts(say, recall) },
      { block: 'heading', text: say.word('deadlines') },
      deadlineTable(say, recall.deadlines),
      { block: 'heading', text: say.word('affected') },
      { block: 'facts', facts: affectedFacts(say, recall) },
      { block: 'heading', text: say.word('quantities') },
      { block: 'facts', facts: quantityFacts(say, recall) },
      { block: 'heading', text: say.word('balance') },
      balanceTable(say, options.balances),
      { block: 'heading', text: say.word('holders') },
      ...holderTable(say, recall),
      { block: 'heading', text: say.word('lotTable') },
      ...lotBlocks(say, options.lots, MOST.lots),
      { block: 'heading', text: say.word('gaps') },
      ...gapTable(say, recall),
      { block: 'heading', text: say.word('versions') },
      ...versionTable(say, recall),
      { block: 'heading', text: say.word('steps') },
      ...stepTable(say, recall),
      {
        block: 'signatures',
        roles: [say.word('quality'), say.word(recall.drill ? 'auditor' : 'company')],
      },
    ],
  }
}

export const levelOf = (say: Saying, { level }: RecallCase): string =>
  say.language === 'zh'
    ? `${['一', '二', '三'][level - 1] ?? level}级召回`
    : `Level ${['I', 'II', 'III'][level - 1] ?? level}`

export const traceTime = ({ timings: { tracedMs } }: RecallCase): string =>
  tracedMs < 1000 ? `${Math.round(tracedMs)} ms` : `${(tracedMs / 1000).toFixed(1)} s`

const good = (yes: boolean, otherwise: Tone): Tone => (yes ? 'good' : otherwise)

/** What must be seen first. */
function first(say: Saying, recall: RecallCase): readonly Block[] {
  const { affected, effectiveness, gaps, deadlines } = recall
  const late = deadlines.filter(({ state }) => state === 'overdue' || state === 'missed')
  return [
    ...(late.length === 0
      ? []
      : [
          {
            block: 'callout',
            tone: 'alarm',
            title: say.word('overdue'),
            text: late.map(({ kind, due }) => `${say.term(kind)}: ${say.time(due)}`).join('\n'),
          } as const,
        ]),
    {
      block: 'figures',
      figures: [
        { name: say.word('items'), value: say.number(affected.items) },
        { name: say.word('lots'), value: say.number(affected.lots) },
        { name: say.word('traceTime'), value: traceTime(recall) },
        {
          name: say.word('foundShare'),
          value: say.share(effectiveness.foundShare),
          tone: good(effectiveness.missing === 0, 'warning'),
        },
        {
          name: say.word('gaps'),
          value: say.number(gaps.length),
          tone: good(gaps.length === 0, 'warning'),
        },
      ],
    },
  ]
}

type Facts = readonly (readonly [string, string])[]

export function caseFacts(say: Saying, recall: RecallCase): Facts {
  const { suspects, rules } = recall
  const named = suspects.map((one) =>
    'id' in one ? one.id : `${JSON.stringify(one.made)} → ${say.number(one.things)}`,
  )
  const more = named.length - MOST.suspects
  return [
    [say.word('number'), recall.id],
    [say.word('state'), say.term(recall.state)],
    [say.word('level'), levelOf(say, recall)],
    [say.word('reason'), recall.reason],
    [
      say.word('suspects'),
      [...named.slice(0, MOST.suspects), ...(more > 0 ? [`+ ${more}`] : [])].join('\n'),
    ],
    [say.word('knownAt'), say.time(recall.knownAt)],
    [say.word('openedAt'), say.time(recall.openedAt)],
    [say.word('by'), recall.by],
    ...(recall.announcedAt === undefined
      ? []
      : [[say.word('announcedAt'), say.time(recall.announcedAt)] as const]),
    ...(recall.closedAt === undefined
      ? []
      : [[say.word('closedAt'), say.time(recall.closedAt)] as const]),
    [say.word('rules'), say.language === 'zh' ? rules.zh : rules.en],
  ]
}

export function affectedFacts(say: Saying, recall: RecallCase): Facts {
  const { affected, upstream, timings, version } = recall
  return [
    [say.word('version'), String(version)],
    [say.word('items'), say.number(affected.items)],
    [say.word('certain'), say.number(affected.certain)],
    [say.word('possible'), say.number(affected.items - affected.certain)],
    [say.word('lots'), say.number(affected.lots)],
    [say.word('bulkLots'), say.number(affected.bulkLots)],
    [say.word('equipment'), say.number(affected.equipment)],
    [say.word('origins'), say.number(upstream.origins)],
    [say.word('traceTime'), traceTime(recall)],
    [say.word('knownToTraced'), `${say.number(Math.round(timings.knownToTracedMs / 1000))} s`],
  ]
}

export function quantityFacts(say: Saying, { effectiveness, notices, alarms }: RecallCase): Facts {
  const counts = ['found', 'blocked', 'returned', 'destroyed', 'missing', 'beyond'] as const
  return [
    [say.word('items'), say.number(effectiveness.affected)],
    ...counts.map((word) => [say.word(word), say.number(effectiveness[word])] as const),
    [say.word('foundShare'), say.share(effectiveness.foundShare)],
    [say.word('settledShare'), say.share(effectiveness.settledShare)],
    [
      say.word('notices'),
      `${notices.issued} (${say.word('acknowledged')} ${notices.acknowledged})`,
    ],
    [say.word('alarms'), `${alarms.raised} (${say.term('open')} ${alarms.open})`],
  ]
}

const DEADLINE_TONES: Readonly<Record<Deadline['state'], Tone>> = {
  met: 'good',
  missed: 'alarm',
  running: 'plain',
  overdue: 'alarm',
}

/** Cells of a deadline, as papers and sheets tell it. */
export const deadlineCells = (say: Saying, one: Deadline): readonly string[] => [
  say.term(one.kind),
  `${say.time(one.from)} (${say.term(one.fromWhat)})`,
  say.time(one.due),
  say.time(one.metAt),
  say.term(one.state),
  `${one.rules}: ${say.word(one.sure ? 'isSure' : 'notSure')}`,
]

function deadlineTable(say: Saying, deadlines: readonly Deadline[]): Block {
  return {
    block: 'table',
    columns: [
      { title: say.word('deadline') },
      { title: say.word('from'), share: 1.6 },
      { title: say.word('due'), share: 1.4 },
      { title: say.word('met'), share: 1.4 },
      { title: say.word('result') },
      { title: say.word('sure'), share: 1.4 },
    ],
    rows: deadlines.map((one) =>
      deadlineCells(say, one).map((text, at): TableCell =>
        at === 4 ? { text, tone: DEADLINE_TONES[one.state] } : text,
      ),
    ),
  }
}

function balanceTable(say: Saying, balances: readonly BalanceRow[]): Block {
  return {
    block: 'table',
    columns: [
      { title: say.word('lot'), share: 2 },
      { title: say.word('quantities'), share: 4 },
      { title: say.word('result') },
    ],
    rows: balances.map(({ lot, figures, verdict }) => [
      lot,
      figures.map(([name, amount]) => `${name} ${amount}`).join('; '),
      verdict,
    ]),
    empty: say.word('balanceNone'),
  }
}

function holderTable(say: Saying, { effectiveness: { holders } }: RecallCase): readonly Block[] {
  const rows = holders
    .slice(0, MOST.holders)
    .map((one): readonly TableCell[] => [
      say.name(one.name, one.holder),
      say.number(one.affected),
      say.number(one.found),
      one.missing === 0 ? '0' : { text: say.number(one.missing), tone: 'warning' },
      say.number(one.returned),
      say.number(one.destroyed),
      say.word(one.notified ? 'yes' : 'no'),
      say.word(one.acknowledged ? 'yes' : 'no'),
    ])
  const numbers = (['items', 'found', 'missing', 'returned', 'destroyed'] as const).map((word) => ({
    title: say.word(word),
    share: 1.3,
    right: true,
  }))
  return [
    {
      block: 'table',
      columns: [
        { title: say.word('holder'), share: 2.6 },
        ...numbers,
        { title: say.word('noticed'), share: 1.2 },
        { title: say.word('acknowledged'), share: 1.8 },
      ],
      rows,
    },
    ...leftOut(say, holders.length - rows.length),
  ]
}

function gapTable(say: Saying, { gaps }: RecallCase): readonly Block[] {
  const rows = gaps
    .slice(0, MOST.gaps)
    .map(({ kind, id, eventID }) => [say.term(kind), id, eventID ?? ''])
  return [
    {
      block: 'table',
      columns: [
        { title: say.word('kind') },
        { title: say.word('thing'), share: 2.5 },
        { title: say.word('event'), share: 2 },
      ],
      rows,
      empty: say.word('noGaps'),
    },
    ...leftOut(say, gaps.length - rows.length),
  ]
}

function versionTable(say: Saying, { versions }: RecallCase): readonly Block[] {
  const rows = versions
    .slice(-MOST.versions)
    .map((one) => [
      String(one.version),
      say.time(one.madeAt),
      say.term(one.because),
      say.number(one.affected.items),
      one.difference === undefined ? '' : say.number(one.difference.added),
      one.difference === undefined ? '' : say.number(one.difference.removed),
    ])
  return [
    {
      block: 'table',
      columns: [
        { title: say.word('version') },
        { title: say.word('madeAt'), share: 2 },
        { title: say.word('because') },
        { title: say.word('items'), right: true },
        { title: say.word('added'), right: true },
        { title: say.word('removed'), right: true },
      ],
      rows,
    },
    ...leftOut(say, versions.length - rows.length),
  ]
}

function stepTable(say: Saying, { steps }: RecallCase): readonly Block[] {
  const rows = steps
    .slice(0, MOST.steps)
    .map(({ at, kind, by }) => [say.time(at), say.term(kind), by])
  return [
    {
      block: 'table',
      columns: [
        { title: say.word('madeAt'), share: 1.5 },
        { title: say.word('what'), share: 1.5 },
        { title: say.word('who') },
      ],
      rows,
    },
    ...leftOut(say, steps.length - rows.length),
  ]
}
