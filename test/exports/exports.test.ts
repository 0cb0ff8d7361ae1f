import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { readXlsx } from 'hucre/xlsx'
import { startServer, type Server } from '../server.ts'

/** A sheet by the titles of its columns. */
type Line = Readonly<Record<string, unknown>>

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

suite('exports of what one lot of the demo chain went into', () => {
  let server: Server
  let lot = ''
  let items: readonly string[] = []

  before(async () => {
    server = await startServer({ demoTins: 300 })
    const found = await ask(
      '/events?EQ_bizStep=commissioning&eventType=TransformationEvent&perPage=1',
    )
    const { outputEPCList = [] } = eventsIn(await found.text())[0] ?? {}
    const { things } = (await (
      await ask(`/trace?of=${encodeURIComponent(outputEPCList[0] ?? '')}&direction=backward`)
    ).json()) as { things: readonly { id: string; kind: string; distance: number }[] }
    lot = things.find(({ kind, distance }) => kind === 'lot' && distance > 1)?.id ?? ''
    const reached = (await (
      await ask(`/trace?of=${encodeURIComponent(lot)}&direction=forward&links=none`)
    ).json()) as { things: readonly { id: string; kind: string }[] }
    items = reached.things.filter(({ kind }) => kind === 'item').map(({ id }) => id)
    assert.ok(items.length > 10)
  })
  after(() => server.stop())

  const ask = (path: string, accept = 'application/json'): Promise<Response> =>
    fetch(`${server.url}${path}`, { headers: { accept } })
  const exported = (kind: string, accept: string, more = ''): Promise<Response> =>
    ask(`/exports/${kind}?of=${encodeURIComponent(lot)}${more}`, accept)

  async function sheetsOf(answer: Response): Promise<ReadonlyMap<string, readonly Line[]>> {
    assert.equal(answer.status, 200)
    const { sheets } = await readXlsx(new Uint8Array(await answer.arrayBuffer()))
    return new Map(
      sheets.map(({ name, rows: [titles = [], ...rows] }) => [
        name,
        rows.map((row) => Object.fromEntries(titles.map((title, at) => [String(title), row[at]]))),
      ]),
    )
  }

  test('EPCIS: just the events that name what is affected, as a document that is taken again', async () => {
    const answer = await exported('epcis', 'application/json')
    assert.match(answer.headers.get('content-disposition') ?? '', /events\.json/)
    const text = await answer.text()
    const document = JSON.parse(text) as {
      type: string
      epcisBody: { eventList: readonly Named[] }
    }
    assert.equal(document.type, 'EPCISDocument')
    const affected = new Set([lot, ...items])
    const names = document.epcisBody.eventList.map(({ eventID }) => eventID)
    assert.equal(new Set(names).size, names.length)
    const expected = new Set<string>()
    for (const thing of affected) {
      const found = await ask(`/epcs/${encodeURIComponent(thing)}/events?perPage=1000`)
      for (const { eventID } of eventsIn(await found.text())) expected.add(eventID)
    }
    for (const name of expected) assert.ok(names.includes(name), name)
    const again = await startServer()
    try {
      const taken = await fetch(`${again.url}/capture`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: text,
      })
      assert.equal(taken.status, 202, await taken.text())
    } finally {
      await again.stop()
    }
  })

  test('EPCIS in XML has the same events', async () => {
    const text = await (await exported('epcis', 'application/xml')).text()
    const inJson = JSON.parse(await (await exported('epcis', 'application/json')).text()) as {
      epcisBody: { eventList: readonly Named[] }
    }
    const ids = [...text.matchAll(/<eventID>([^<]+)</g)].map(([, id]) => id)
    assert.deepEqual(
      ids,
      inJson.epcisBody.eventList.map(({ eventID }) => eventID),
    )
    assert.match(text, /^<\?xml.*<\/epcis:EPCISDocument>\s*$/s)
  })

  test('FSMA 204: a pallet that is shipped is told by the lots of the tins in it, with their number', async () => {
    const records = (await sheetsOf(await exported('fsma-204', XLSX))).get('Records') ?? []
    const shipped = records.filter((one) => one['Critical tracking event'] === 'Shipping')
    assert.ok(shipped.length > 0)
    for (const one of shipped) {
      assert.equal(one['Affected'], 'yes')
      assert.ok(Number(one['Quantity']) > 0)
      assert.ok(one['Traceability lot code'])
      assert.ok(one['Date'] instanceof Date)
    }
    const tins = shipped.filter((one) => one['Unit of measure'] === 'each')
    assert.ok(tins.length > 0, 'no tins were shipped')
    assert.ok(
      records.some(
        (one) => one['Critical tracking event'] === 'Transformation' && one['Role'] === 'output',
      ),
    )
  })

  test('FSMA 204: what no event gives is empty, and listed as missing', async () => {
    const sheets = await sheetsOf(await exported('fsma-204', XLSX))
    const missing = sheets.get('Missing') ?? []
    const records = sheets.get('Records') ?? []
    const toShip = records.filter((one) => one['Critical tracking event'] === 'Shipping')
    const title = 'Subsequent recipient location (ship to)'
    const empty = toShip.filter((one) => one[title] === null || one[title] === '')
    const listed = missing.filter(
      (one) =>
        one['Critical tracking event'] === 'Shipping' &&
        one['Key data element that no event gives'] === title,
    )
    assert.equal(listed.length, empty.length)
    assert.ok(missing.length > 0)
  })

  test('FSMA 204 as CSV has the same records', async () => {
    const answer = await exported('fsma-204', 'text/csv')
    assert.match(answer.headers.get('content-type') ?? '', /^text\/csv/)
    const lines = (await answer.text()).trimEnd().split('\r\n')
    const records = (await sheetsOf(await exported('fsma-204', XLSX))).get('Records') ?? []
    assert.equal(lines.length - 1, records.length)
  })

  test('GS1 CSV: each affected item stands in it with its key, lot and serial', async () => {
    const text = await (await exported('gs1-csv', 'text/csv')).text()
    const [titles = '', ...lines] = text.trimEnd().split('\r\n')
    const at = titles.split(',').indexOf('id')
    const ids = new Set(lines.map((line) => line.split(',')[at]))
    for (const item of items) assert.ok(ids.has(item), item)
  })

  test('the table of lots counts the affected items of each lot, in Chinese', async () => {
    const rows = (await sheetsOf(await exported('national-lots', XLSX))).get('批次') ?? []
    const retail = rows.filter((one) => one['单位'] === '件')
    const total = retail.reduce((sum, one) => sum + Number(one['数量']), 0)
    const tins = items.filter((id) => id.includes('/21/'))
    assert.equal(total, tins.length)
    for (const one of retail) {
      assert.match(String(one['产品名称']), /[\u4e00-\u9fff]/)
      assert.ok(one['生产日期'] instanceof Date)
      assert.ok(one['批号'])
    }
  })

  test('what was never seen is not found, and a question that cannot be read is told all that is wrong', async () => {
    const nothing = await ask('/exports/gs1-csv?of=urn:x:never', 'text/csv')
    assert.equal(nothing.status, 404)
    const wrong = await ask('/exports/gs1-csv?direction=up&colour=1', 'text/csv')
    assert.equal(wrong.status, 400)
    const { problems } = (await wrong.json()) as { problems: readonly { at: string }[] }
    assert.deepEqual(problems.map(({ at }) => at).toSorted(), ['?colour', '?direction', '?of'])
    assert.equal((await exported('fsma-204', 'image/png')).status, 406)
  })
})

type Named = { readonly eventID: string; readonly outputEPCList?: readonly string[] }

function eventsIn(text: string): readonly Named[] {
  const { epcisBody } = JSON.parse(text) as {
    epcisBody: { queryResults: { resultsBody: { eventList: readonly Named[] } } }
  }
  return epcisBody.queryResults.resultsBody.eventList
}
