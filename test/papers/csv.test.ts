import assert from 'node:assert/strict'
import { test } from 'node:test'
import { csvOf } from '../../packages/server/src/papers/csv.ts'
import type { Row } from '../../packages/server/src/papers/sheet.ts'
import fc from 'fast-check'

async function written(rows: Iterable<Row>, bom?: boolean): Promise<string> {
  const columns = [{ title: '产品名称' }, { title: 'n', kind: 'number' as const }]
  const sheet = { name: 'any', columns, rows }
  const parts: Uint8Array[] = []
  for await (const part of csvOf(sheet, bom === undefined ? {} : { bom })) parts.push(part)
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.concat(parts))
}

test('a CSV has a byte order mark unless told, a header line, and CRLF after every line', async () => {
  assert.equal(await written([['奶粉', 1]]), '\uFEFF产品名称,n\r\n奶粉,1\r\n')
  assert.equal(await written([['奶粉', undefined]], false), '产品名称,n\r\n奶粉,\r\n')
})

test('what a spreadsheet would take for a formula is kept a text, and numbers stay numbers', async () => {
  for (const begin of ['=', '+', '-', '@', '\t', '＝', '＋', '－', '＠']) {
    const line = (await written([[`${begin}1+1`, -5]], false)).split('\r\n')[1]
    assert.equal(line, `'${begin}1+1,-5`)
  }
  assert.match(await written([['\r=1', 1]], false), /"'\r=1",1/)
})

/** RFC 4180, read plainly: a field is bare, or in quotes with quotes doubled. */
function read(text: string): string[][] {
  const lines: string[][] = []
  let rest = text
  let line: string[] = []
  while (rest !== '') {
    const [all, quoted, bare, end] = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec(rest)!
    line.push(quoted?.replaceAll('""', '"') ?? bare ?? '')
    if (end === '\r\n') {
      lines.push(line)
      line = []
    }
    rest = rest.slice(all.length)
  }
  return lines
}

test('whatever a cell holds, a reader of RFC 4180 gets it back', async () => {
  const cell = fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', 'a', '，', '奶', '=', ' ') })
  await fc.assert(
    fc.asyncProperty(fc.array(cell, { maxLength: 20 }), async (cells) => {
      const rows = cells.map((one): Row => [one, 7])
      const guarded = cells.map((one) => [/^[=\r\n]/.test(one) ? `'${one}` : one, '7'])
      assert.deepEqual(read(await written(rows, false)).slice(1), guarded)
    }),
  )
})
