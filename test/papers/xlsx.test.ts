import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inflateRawSync } from 'node:zlib'
import { readXlsx } from 'hucre/xlsx'
import type { Column, Row, Sheet } from '../../packages/server/src/papers/sheet.ts'
import { xlsxOf } from '../../packages/server/src/papers/xlsx.ts'

const COLUMNS: readonly Column[] = [
  { title: '产品名称' },
  { title: 'n', kind: 'number' },
  { title: 'day', kind: 'day' },
]

const sheet = (rows: Sheet['rows'], name = '批次'): Sheet => ({ name, columns: COLUMNS, rows })

async function bytesOf(sheets: readonly Sheet[], mostRows?: number): Promise<Buffer> {
  const options = mostRows === undefined ? {} : { mostRows }
  const parts: Uint8Array[] = []
  for await (const part of xlsxOf(sheets, options)) parts.push(part)
  return Buffer.concat(parts)
}

test('another program reads back texts, numbers, days and empty cells of every sheet', async () => {
  const file = await bytesOf([
    sheet([
      ['婴幼儿配方乳粉 & <1> "2"', 7.25, '2026-03-01'],
      ['', undefined, 'about March'],
    ]),
    sheet([[' two  spaces ', -1, '2026-02-30']], 'another'),
  ])
  const { sheets } = await readXlsx(file)
  assert.deepEqual(
    sheets.map(({ name, rows }) => ({ name, rows })),
    [
      {
        name: '批次',
        rows: [
          ['产品名称', 'n', 'day'],
          ['婴幼儿配方乳粉 & <1> "2"', 7.25, new Date('2026-03-01T00:00:00Z')],
          [null, null, 'about March'],
        ],
      },
      {
        name: 'another',
        rows: [
          ['产品名称', 'n', 'day'],
          [' two  spaces ', -1, '2026-02-30'],
        ],
      },
    ],
  )
})

test('a text that begins like a formula is a text, and stays one when it is edited', async () => {
  const all = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '=HYPERLINK("http://x")']
  const file = await bytesOf([sheet(all.map((text): Row => [text]))])
  const { sheets } = await readXlsx(file)
  assert.deepEqual(
    sheets[0]!.rows.slice(1).map(([text]) => text),
    all,
  )
  const xml = partOf(file, 'xl/worksheets/sheet1.xml')
  assert.doesNotMatch(xml, /<f[ >]/)
  assert.equal(xml.match(/ s="3" t="inlineStr"/g)?.length, all.length)
  assert.match(partOf(file, 'xl/styles.xml'), /<xf quotePrefix="1"\/><\/cellXfs>/)
})

test('what XML cannot hold is written by its number, and a text that looks like that is kept', async () => {
  const file = await bytesOf([sheet([['\u0000\u001f\ufffe'], ['_x0041_']])])
  const xml = partOf(file, 'xl/worksheets/sheet1.xml')
  assert.match(xml, />_x0000__x001F__xFFFE_</)
  assert.match(xml, />_x005F_x0041_</)
})

test('a text longer than Excel takes ends with an ellipsis', async () => {
  const { sheets } = await readXlsx(await bytesOf([sheet([['奶'.repeat(40_000)]])]))
  assert.equal(sheets[0]!.rows[1]![0], `${'奶'.repeat(32_766)}…`)
})

test('a sheet with more rows than fit goes on in another, header again, and nothing is lost', async () => {
  const rows = Array.from({ length: 25 }, (_, n): Row => [`t${n}`, n])
  const { sheets } = await readXlsx(await bytesOf([sheet(rows), sheet([['x', 1]], 'last')], 11))
  assert.deepEqual(
    sheets.map(({ name, rows: { length } }) => [name, length]),
    [
      ['批次', 11],
      ['批次 (2)', 11],
      ['批次 (3)', 6],
      ['last', 2],
    ],
  )
  const numbers = sheets.slice(0, 3).flatMap((one) => one.rows.slice(1).map((row) => row[1]))
  assert.deepEqual(
    numbers,
    rows.map((row) => row[1]),
  )
})

test('a sheet that fits exactly does not go on', async () => {
  const rows = Array.from({ length: 10 }, (_, n): Row => [`t${n}`])
  const { sheets } = await readXlsx(await bytesOf([sheet(rows)], 11))
  assert.equal(sheets.length, 1)
})

test('names of sheets are made such that Excel takes them: 31 characters, none twice, none forbidden', async () => {
  const names = ['a/b:c', 'A-b-c', '长'.repeat(40), '长'.repeat(41), "'x'"]
  const { sheets } = await readXlsx(await bytesOf(names.map((name) => sheet([], name))))
  assert.deepEqual(
    sheets.map(({ name }) => name),
    ['a-b-c', 'A-b-c (2)', '长'.repeat(31), `${'长'.repeat(27)} (2)`, '-x-'],
  )
})

test('the same rows are the same bytes', async () => {
  const rows: readonly Row[] = [['奶', 1, '2026-03-01']]
  const once = await bytesOf([sheet(rows)])
  await new Promise((resolve) => setTimeout(resolve, 2_100))
  assert.deepEqual(await bytesOf([sheet(rows)]), once)
})

test('rows are read only as fast as the file is taken', async () => {
  let given = 0
  function* endless(): Generator<Row> {
    for (;;) yield [`https://id.gs1.org/01/06901234567892/21/${Math.random()}`, given++]
  }
  const file = xlsxOf([sheet(endless())])[Symbol.asyncIterator]()
  await file.next()
  await new Promise((resolve) => setTimeout(resolve, 300))
  // 2 MB of worksheet on their way, at 130 characters a row.
  assert.ok(given < 16_000, `${given} rows were read ahead`)
  await file.return?.()
})

test('rows that fail break the file off', async () => {
  async function* failing(): AsyncGenerator<Row> {
    await Promise.resolve()
    yield ['one']
    throw new Error('the store is gone')
  }
  await assert.rejects(bytesOf([sheet(failing())]), /the store is gone/)
})

test('the rows are let go when the file is not wanted any more', async () => {
  let letGo = false
  function* rows(): Generator<Row> {
    try {
      for (;;) yield ['x', Math.random()]
    } finally {
      letGo = true
    }
  }
  for await (const _ of xlsxOf([sheet(rows())])) break
  await new Promise((resolve) => setTimeout(resolve, 100))
  assert.ok(letGo)
})

/** A part of a ZIP, by its directory. */
function partOf(file: Buffer, path: string): string {
  for (let at = file.indexOf('PK\x01\x02'); at !== -1; at = file.indexOf('PK\x01\x02', at + 4)) {
    const name = file.toString('utf8', at + 46, at + 46 + file.readUInt16LE(at + 28))
    if (name !== path) continue
    const local = file.readUInt32LE(at + 42)
    const data = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28)
    const bytes = file.subarray(data, data + file.readUInt32LE(at + 20))
    return (file.readUInt16LE(at + 10) === 8 ? inflateRawSync(bytes) : bytes).toString('utf8')
  }
  throw new Error(`${path} is not in the file`)
}
