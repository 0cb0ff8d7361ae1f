import type { LotCount, RecallCase, RecalledItem } from '@suyuan/core/recall/case'
import type { Cell, Row, Sheet } from '../papers/sheet.ts'
import { lotText } from './lot-text.ts'
import { affectedFacts, caseFacts, deadlineCells, quantityFacts } from './report.ts'
import { saying, type Language, type Saying, type Word } from './words.ts'

/** Every affected item, as it is read. */
export function itemSheet(
  recall: RecallCase,
  items: AsyncIterable<readonly RecalledItem[]>,
  language: Language,
): Sheet {
  const say = saying(language, recall)
  return {
    name: say.word('items'),
    columns: [
      { title: say.word('thing'), width: 52 },
      { title: say.word('product'), width: 22 },
      { title: say.word('lot'), width: 20 },
      { title: say.word('certainty'), width: 10 },
      { title: say.word('container'), width: 40 },
      { title: say.word('place'), width: 44 },
      { title: say.word('stateOfItem'), width: 12 },
      { title: say.word('holder'), width: 40 },
      { title: say.word('status'), width: 12 },
    ],
    rows: itemRows(say, recall, items),
  }
}

async function* itemRows(
  say: Saying,
  recall: RecallCase,
  items: AsyncIterable<readonly RecalledItem[]>,
): AsyncGenerator<Row> {
  const names = new Map(
    recall.holders.map(({ holder, name }) => [holder, say.name(name, holder)] as const),
  )
  for await (const part of items) {
    for (const { id, lot, certainty, container, place, state, holder, status } of part) {
      const text = lotText(lot)
      yield [
        id,
        text.product,
        text.lot,
        say.term(certainty),
        container ?? undefined,
        place ?? undefined,
        say.term(state),
        names.get(holder) ?? holder,
        say.term(status),
      ]
    }
  }
}

/** What the report says, as tables that can be counted with. */
export function reportSheets(
  recall: RecallCase,
  lots: readonly LotCount[],
  language: Language,
): readonly Sheet[] {
  const say = saying(language, recall)
  return [...stateSheets(say, recall), lotSheet(say, lots), ...pastSheets(say, recall)]
}

const titled = (say: Saying, name: Word, titles: readonly Word[], rows: readonly Row[]): Sheet => ({
  name: say.word(name),
  columns: titles.map((one) => ({ title: say.word(one), width: 24 })),
  rows,
})

function stateSheets(say: Saying, recall: RecallCase): readonly Sheet[] {
  const facts = [
    ...caseFacts(say, recall),
    ...affectedFacts(say, recall),
    ...quantityFacts(say, recall),
  ]
  const holders = recall.effectiveness.holders.map((one): Row => [
    say.name(one.name, one.holder),
    one.holder,
    one.affected,
    ...COUNTED.map((word): Cell => one[word]),
    say.word(one.notified ? 'yes' : 'no'),
    say.word(one.acknowledged ? 'yes' : 'no'),
  ])
  return [
    titled(say, 'summary', ['what', 'result'], facts),
    titled(
      say,
      'deadlines',
      ['deadline', 'from', 'due', 'met', 'result', 'sure'],
      recall.deadlines.map((one) => deadlineCells(say, one)),
    ),
    titled(
      say,
      'holders',
      ['holder', 'thing', 'items', ...COUNTED, 'noticed', 'acknowledged'],
      holders,
    ),
  ]
}

function lotSheet(say: Saying, lots: readonly LotCount[]): Sheet {
  const rows = lots.map(({ lot, items }): Row => {
    const text = lotText(lot)
    return [text.lot || say.word('unknownLot'), text.product, lot ?? undefined, items]
  })
  return titled(say, 'lotTable', ['lot', 'product', 'thing', 'count'], rows)
}

function pastSheets(say: Saying, { versions, gaps, steps }: RecallCase): readonly Sheet[] {
  return [
    titled(
      say,
      'versions',
      ['version', 'madeAt', 'because', 'items', 'lots', 'added', 'removed'],
      versions.map(({ version, madeAt, because, affected, difference }): Row => [
        version,
        say.time(madeAt),
        say.term(because),
        affected.items,
        affected.lots,
        difference?.added,
        difference?.removed,
      ]),
    ),
    titled(
      say,
      'gaps',
      ['kind', 'thing', 'event'],
      gaps.map(({ kind, id, eventID }): Row => [say.term(kind), id, eventID]),
    ),
    titled(
      say,
      'steps',
      ['madeAt', 'what', 'who'],
      steps.map(({ at, kind, by }): Row => [say.time(at), say.term(kind), by]),
    ),
  ]
}

const COUNTED = ['found', 'blocked', 'returned', 'destroyed', 'missing', 'beyond'] as const
