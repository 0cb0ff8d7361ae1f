import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { RecallCase, RecalledItem } from '@suyuan/core/recall/case'
import { readXlsx } from 'hucre/xlsx'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { startServer, type Server } from '../server.ts'

suite('papers of a drill on the demo chain', () => {
  let server: Server
  let recall: RecallCase
  let items: readonly RecalledItem[] = []

  before(async () => {
    server = await startServer({ demoTins: 300 })
    const made = (await (
      await ask('/events?EQ_bizStep=commissioning&eventType=TransformationEvent&perPage=1')
    ).json()) as Answered
    const [tin = ''] = made.epcisBody.queryResults.resultsBody.eventList[0]?.outputEPCList ?? []
    const { things } = (await (
      await ask(`/trace?of=${encodeURIComponent(tin)}&direction=backward`)
    ).json()) as { things: readonly { id: string; kind: string; distance: number }[] }
    const suspect = things.find(({ kind, distance }) => kind === 'lot' && distance > 1)?.id
    const opened = await fetch(`${server.url}/recalls`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        suspects: [suspect],
        reason: '原料批次检出阳性',
        level: 1,
        knownAt: new Date().toISOString(),
        drill: true,
        by: '王质量',
      }),
    })
    assert.equal(opened.status, 201, await opened.clone().text())
    recall = (await opened.json()) as RecallCase
    const lines = await (
      await ask(`/recalls/${recall.id}/items`, { accept: 'application/x-ndjson' })
    ).text()
    items = lines
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as RecalledItem)
    assert.ok(items.length > 10)
    assert.ok(recall.holders.length > 1)
  })
  after(() => server.stop())

  const ask = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${server.url}${path}`, { headers })
  const paper = (name: string, headers: Record<string, string> = {}): Promise<Response> =>
    ask(`/recalls/${recall.id}/${name}`, headers)

  test('the notice to a holder has its lots with their counts, and no other holder’s', async () => {
    for (const holder of recall.holders.slice(0, 3)) {
      const query = `holder=${encodeURIComponent(holder.holder)}`
      const text = await textOf(await paper(`notice.pdf?lang=zh&${query}`))
      assert.match(text, /食品召回通知/)
      assert.match(text, /演练/)
      const mine = new Set(holder.lots.map(({ lot }) => lot))
      for (const { lot, items: count } of holder.lots) {
        if (lot !== null) assert.ok(text.includes(plain(lot.split('/10/')[1] ?? '')), `${lot}`)
        assert.ok(text.includes(count.toLocaleString('en-US')))
      }
      for (const { lots } of recall.holders) {
        for (const { lot } of lots) {
          if (lot === null || mine.has(lot)) continue
          assert.ok(!text.includes(plain(lot.split('/10/')[1] ?? '')), `${lot} is not theirs`)
        }
      }
    }
  })

  test('a notice that went out is what was sent; before that the paper says it is a draft', async () => {
    const [holder] = recall.holders
    const path = `notice.pdf?lang=en&holder=${encodeURIComponent(holder!.holder)}`
    assert.match(await textOf(await paper(path)), /Draft:notsentyet/)
    const sent = await fetch(`${server.url}/recalls/${recall.id}/notices`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ by: '王质量' }),
    })
    assert.ok(sent.ok, await sent.text())
    const text = await textOf(await paper(path))
    assert.doesNotMatch(text, /Draft/)
    assert.match(text, /Foodrecallnotice/)
  })

  test('all affected items are in the sheet and in the CSV, those of one holder where it is named', async () => {
    const book = await readXlsx(
      new Uint8Array(await (await paper('items.xlsx?lang=en')).arrayBuffer()),
    )
    assert.deepEqual(
      book.sheets[0]!.rows.slice(1).map(([id]) => id),
      items.map(({ id }) => id),
    )
    const { holder } = recall.holders[0]!
    const csv = await (await paper(`items.csv?holder=${encodeURIComponent(holder)}`)).text()
    const lines = csv.trimEnd().split('\r\n')
    assert.equal(lines[0]?.split(',')[0], '对象')
    assert.deepEqual(
      lines.slice(1).map((line) => line.split(',')[0]),
      items.filter((one) => one.holder === holder).map(({ id }) => id),
    )
  })

  test('the report of a drill tells what an auditor asks, in the language that is asked for', async () => {
    const zh = await textOf(await paper('report.pdf', { 'accept-language': 'zh-CN' }))
    const en = await textOf(await paper('report.pdf', { 'accept-language': 'en-GB,en;q=0.9' }))
    for (const said of [
      '召回演练报告',
      '王质量',
      '追溯用时',
      '查到比例',
      '物料平衡',
      '法定时限',
      '追溯缺口',
      '签字',
      '审核员',
    ]) {
      assert.ok(zh.includes(said), said)
    }
    for (const said of ['Recalldrillreport', 'Tracetime', 'Massbalance', 'Deadlines', 'Auditor']) {
      assert.ok(en.includes(said), said)
    }
    for (const text of [zh, en])
      assert.ok(text.includes(recall.affected.items.toLocaleString('en-US')))
    const book = await readXlsx(
      new Uint8Array(await (await paper('report.xlsx?lang=zh')).arrayBuffer()),
    )
    assert.deepEqual(
      book.sheets.map(({ name }) => name),
      ['概要', '法定时限', '各持有方', '批次清单', '范围变化', '追溯缺口', '处置记录'],
    )
  })

  test('no such recall, a holder that has nothing, and a language that is not spoken are refused', async () => {
    assert.equal((await ask('/recalls/999/report.pdf')).status, 404)
    assert.equal((await ask('/recalls/rules/report.pdf')).status, 404)
    assert.equal((await paper('notice.pdf?holder=urn:x:nobody')).status, 404)
    const wrong = await paper('report.xlsx?lang=fr&stage=half&colour=1')
    assert.equal(wrong.status, 400)
    const { problems } = (await wrong.json()) as { problems: readonly { at: string }[] }
    assert.deepEqual(problems.map(({ at }) => at).toSorted(), ['?colour', '?lang', '?stage'])
  })
})

type Answered = {
  readonly epcisBody: {
    readonly queryResults: {
      readonly resultsBody: {
        readonly eventList: readonly { readonly outputEPCList?: readonly string[] }[]
      }
    }
  }
}

const plain = (text: string): string => text.replaceAll(/\s/g, '')

/** All text of a PDF, as another program reads it, without spaces. */
async function textOf(answer: Response): Promise<string> {
  assert.equal(answer.status, 200, answer.status === 200 ? '' : await answer.clone().text())
  assert.equal(answer.headers.get('content-type'), 'application/pdf')
  const data = new Uint8Array(await answer.arrayBuffer())
  const document = await getDocument({ data, verbosity: 0 }).promise
  let text = ''
  for (let number = 1; number <= document.numPages; number++) {
    const { items } = await (await document.getPage(number)).getTextContent()
    text += items.map((item) => ('str' in item ? item.str : '')).join('')
  }
  return plain(text)
}
