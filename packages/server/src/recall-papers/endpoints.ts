import type { LotCount, Notice, RecallCase, RecalledItem } from '@suyuan/core/recall/case'
import type { Asked, Endpoint } from '../access/endpoint.ts'
import { choosing } from '../http/accept.ts'
import { answer } from '../http/answer.ts'
import { refuse } from '../http/problem.ts'
import { oneOfWords, Parameters, segment } from '../http/request.ts'
import { csvOf } from '../papers/csv.ts'
import type { Paper } from '../papers/paper.ts'
import { pdfOf } from '../papers/pdf.ts'
import { xlsxOf } from '../papers/xlsx.ts'
import { ndjsonOf } from './ndjson.ts'
import { draftPaper, noticePaper } from './notice.ts'
import { reportPaper, type Stage } from './report.ts'
import { balanceRows } from './balances.ts'
import { itemSheet, reportSheets } from './sheets.ts'
import type { Language } from './words.ts'

export type RecallPapersRoom = {
  /** Microseconds since 1970. */
  readonly now: () => number
  /** What an endpoint of the interface answers the same viewer at a path: papers say what the interface says. */
  readonly ask: (asked: Asked, endpoint: string, path: string) => Promise<Response>
}

const LANG = 'zh or en; unless told, what Accept-Language asks, else zh'
const PDF = 'application/pdf'
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const CSV = 'text/csv; charset=utf-8'

/** Papers of a recall: what is sent to holders and authorities, and what is kept of a drill. */
export function recallPaperEndpoints(room: RecallPapersRoom): readonly Endpoint[] {
  const answers = { 200: 'The file', 404: 'No such recall' }
  const HOLDER = 'only of this holder, as the case names it'
  const STAGE = 'stage or final; unless told, final where the case is closed'
  const get = (
    name: string,
    says: string,
    parameters: Readonly<Record<string, string>>,
    handle: Endpoint['handle'],
  ): Endpoint => ({
    method: 'GET',
    path: `/recalls/{id}/${name}`,
    says,
    parameters: { lang: LANG, ...parameters },
    answers,
    handle,
  })
  const holder = { holder: HOLDER }
  const stage = { stage: STAGE }
  return [
    get(
      'notice.pdf',
      'The notice to a holder, with only its lots; without one, of all that is affected',
      holder,
      (asked) => noticePdf(room, asked),
    ),
    get('items.xlsx', 'Every affected item, with lot, place and holder', holder, (asked) =>
      items(room, asked, 'xlsx'),
    ),
    get('items.csv', 'The same as CSV', holder, (asked) => items(room, asked, 'csv')),
    get(
      'report.pdf',
      'The stage or final report; of a drill, the report for the auditor',
      stage,
      (asked) => reportPdf(room, asked),
    ),
    get('report.xlsx', 'The same as tables', stage, (asked) => reportXlsx(room, asked)),
  ]
}

const chooseLanguage = choosing(['zh', 'zh-cn', 'zh-hans', 'zh-hans-cn', 'en', 'en-us', 'en-gb'])

/** What a request wants, read before anything is asked for it. @throws Refused naming all that cannot be read. */
function read(
  { request }: Asked,
  extra: 'holder' | 'stage',
): {
  readonly language: Language
  readonly holder: string | undefined
  readonly stage: Stage | undefined
} {
  const params = new Parameters(request)
  const lang = params.optional('lang', oneOfWords('zh', 'en'), 'zh or en')
  const holder =
    extra === 'holder' ? params.optional('holder', (text) => text, 'a holder') : undefined
  const stage =
    extra === 'stage'
      ? params.optional('stage', oneOfWords('stage', 'final'), 'stage or final')
      : undefined
  params.done()
  const heard = chooseLanguage(request.headers.get('accept-language'))
  return { language: lang ?? (heard?.startsWith('en') === true ? 'en' : 'zh'), holder, stage }
}

/** What the interface answers, else its refusal thrown on. */
class Refusal extends Error {
  readonly response: Response

  constructor(response: Response) {
    super('the case was refused')
    this.response = response
  }
}

async function told<T>(room: RecallPapersRoom, asked: Asked, more = ''): Promise<T> {
  const id = encodeURIComponent(segment(asked.request, 1))
  const response = await room.ask(asked, `/recalls/{id}${more}`, `/recalls/${id}${more}`)
  if (!response.ok) throw new Refusal(response)
  return (await response.json()) as T
}

/** A refusal of the interface is the refusal of the paper. */
async function refusing(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Refusal) return error.response
    throw error
  }
}

const noticePdf = (room: RecallPapersRoom, asked: Asked): Promise<Response> =>
  refusing(async () => {
    const { language, holder } = read(asked, 'holder')
    const recall = await told<RecallCase>(room, asked)
    const options = { language, now: room.now() }
    if (holder === undefined) {
      const { lots } = await told<{ lots: readonly LotCount[] }>(room, asked, '/lots')
      const { items } = recall.affected
      const all = { holder: '', named: false, items, inTransit: 0, places: [], lots }
      const everybody = { zh: '所有持有方', en: 'all holders' }
      return pdf(draftPaper(recall, { ...all, name: everybody }, options), `notice-${recall.id}`)
    }
    const { notices } = await told<{ notices: readonly Notice[] }>(room, asked, '/notices')
    const sent = notices.filter((one) => one.holder === holder).at(-1)
    if (sent !== undefined)
      return pdf(noticePaper(recall, sent, options), `notice-${recall.id}-${sent.notice}`)
    const holding = recall.holders.find((one) => one.holder === holder)
    if (holding === undefined) {
      const says = `${holder} holds nothing of recall ${recall.id}; its holders are in GET /recalls/${recall.id}`
      throw refuse('NoSuchResourceException', '?holder', 'no-holder', says)
    }
    return pdf(draftPaper(recall, holding, options), `notice-${recall.id}-draft`)
  })

const items = (room: RecallPapersRoom, asked: Asked, as: 'xlsx' | 'csv'): Promise<Response> =>
  refusing(async () => {
    const { language, holder } = read(asked, 'holder')
    const recall = await told<RecallCase>(room, asked)
    const which = holder === undefined ? '' : `?${new URLSearchParams({ holder })}`
    const path = `/recalls/${recall.id}/items${which}`
    const response = await room.ask(asked, '/recalls/{id}/items', path)
    if (!response.ok) return response
    const sheet = itemSheet(recall, ndjsonOf<RecalledItem>(response), language)
    const name = `recall-${recall.id}-items.${as}`
    return as === 'csv' ? file(csvOf(sheet), CSV, name) : file(xlsxOf([sheet]), XLSX, name)
  })

const stageOf = (recall: RecallCase, stage: Stage | undefined): Stage =>
  stage ?? (recall.state === 'closed' ? 'final' : 'stage')

const reportPdf = (room: RecallPapersRoom, asked: Asked): Promise<Response> =>
  refusing(async () => {
    const { language, stage } = read(asked, 'stage')
    const recall = await told<RecallCase>(room, asked)
    const { lots } = await told<{ lots: readonly LotCount[] }>(room, asked, '/lots')
    const balances = await balanceRows(lots, language, (path) => room.ask(asked, '/balance', path))
    const options = { language, stage: stageOf(recall, stage), now: room.now(), lots, balances }
    return pdf(reportPaper(recall, options), `recall-${recall.id}-${options.stage}`)
  })

const reportXlsx = (room: RecallPapersRoom, asked: Asked): Promise<Response> =>
  refusing(async () => {
    const { language, stage } = read(asked, 'stage')
    const recall = await told<RecallCase>(room, asked)
    const { lots } = await told<{ lots: readonly LotCount[] }>(room, asked, '/lots')
    const name = `recall-${recall.id}-${stageOf(recall, stage)}.xlsx`
    return file(xlsxOf(reportSheets(recall, lots, language)), XLSX, name)
  })

async function pdf(paper: Paper, name: string): Promise<Response> {
  const bytes = await pdfOf(paper)
  return answer(bytes as Uint8Array<ArrayBuffer>, { headers: named(PDF, `${name}.pdf`) })
}

const named = (type: string, name: string): Readonly<Record<string, string>> => ({
  'content-type': type,
  'content-disposition': `attachment; filename="${name}"`,
})

/** Made only as fast as the client takes it, and let go when it goes away. */
function file(bytes: AsyncIterable<Uint8Array>, type: string, name: string): Response {
  const pieces = bytes[Symbol.asyncIterator]()
  const body = new ReadableStream<Uint8Array>({
    pull: async (stream) => {
      const { value, done } = await pieces.next()
      if (done === true) stream.close()
      else stream.enqueue(value)
    },
    cancel: async () => void (await pieces.return?.()),
  })
  return answer(body, { headers: named(type, name) })
}
