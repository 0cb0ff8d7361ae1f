import type { HolderCount, LotCount, Notice, RecallCase } from '@suyuan/core/recall/case'
import { noticeText } from '@suyuan/core/recall/notice-text'
import { isoOf } from '@suyuan/core/event/micros'
import type { Block, Paper } from '../papers/paper.ts'
import { lotText } from './lot-text.ts'
import { saying, zoneOf, type Language, type Saying } from './words.ts'

/** Lots that a paper lists; the sheet has all. */
const MOST_LOTS = 500

export type NoticeOptions = {
  readonly language: Language
  /** Microseconds since 1970. */
  readonly now: number
}

/** The notice that went to a holder, with only its lots and a form to answer on. */
export function noticePaper(recall: RecallCase, notice: Notice, options: NoticeOptions): Paper {
  const { title, paragraphs } = notice.text[options.language]
  return paperOf(recall, { title, paragraphs, ...notice, sent: true }, options)
}

/** What a notice to this holder would say now; it says itself that it was not sent. */
export function draftPaper(recall: RecallCase, holder: HolderCount, options: NoticeOptions): Paper {
  const { id, drill, level, reason, version } = recall
  const issuedAt = isoOf(options.now)
  const zoneMinutes = zoneOf(recall.rules)
  const facts = { recall: id, drill, level, reason, version, issuedAt, zoneMinutes, holder }
  const text = noticeText(facts)
  return paperOf(recall, { ...text[options.language], ...holder, sent: false }, options)
}

type Content = {
  readonly title: string
  readonly paragraphs: readonly string[]
  readonly lots: readonly LotCount[]
  readonly sent: boolean
  readonly notice?: number
}

function paperOf(
  recall: RecallCase,
  { title, paragraphs, lots, sent, notice }: Content,
  { language, now }: NoticeOptions,
): Paper {
  const say = saying(language, recall)
  const [first = '', ...others] = paragraphs
  return {
    language,
    title,
    mark: notice === undefined ? recall.id : `${recall.id} / ${notice}`,
    foot: 'Suyuan 溯源',
    madeAt: now,
    blocks: [
      ...(sent ? [] : [{ block: 'callout', tone: 'warning', text: say.word('draft') } as const]),
      { block: 'callout', tone: recall.drill ? 'quiet' : 'alarm', text: first },
      ...others.map((text) => ({ block: 'paragraph', text }) as const),
      { block: 'heading', text: say.word('lotTable') },
      ...lotBlocks(say, lots, MOST_LOTS),
      { block: 'heading', text: say.word('answer') },
      answerForm(say, lots),
      { block: 'signatures', roles: [say.word('receiver')] },
    ],
  }
}

/** Lots as a table, and how many are not in it. */
export function lotBlocks(say: Saying, lots: readonly LotCount[], most: number): readonly Block[] {
  const rows = lots.slice(0, most).map(({ lot, items }) => {
    const text = lotText(lot)
    return [text.lot || say.word('unknownLot'), text.product, say.number(items)]
  })
  return [
    {
      block: 'table',
      columns: [
        { title: say.word('lot'), share: 3 },
        { title: say.word('product'), share: 3 },
        { title: say.word('count'), right: true },
      ],
      rows,
    },
    ...leftOut(say, lots.length - rows.length),
  ]
}

/** Says that a table is not all of it. */
export function leftOut(say: Saying, rows: number): readonly Block[] {
  if (rows <= 0) return []
  const text =
    say.language === 'zh'
      ? `另有 ${say.number(rows)} 行未列出，见电子表格。`
      : `${say.number(rows)} more rows are not listed here; the spreadsheet has them.`
  return [{ block: 'paragraph', tone: 'warning', text }]
}

/** Rows to fill in by hand. */
const MOST_TO_FILL = 30

function answerForm(say: Saying, lots: readonly LotCount[]): Block {
  const fields = (['found', 'blocked', 'returned', 'destroyed'] as const).map((word) => ({
    title: say.word(word),
    right: true,
  }))
  return {
    block: 'table',
    columns: [{ title: say.word('lot'), share: 3 }, ...fields],
    rows: lots.slice(0, MOST_TO_FILL).map(({ lot }) => [lotText(lot).lot, '', '', '', '']),
  }
}
