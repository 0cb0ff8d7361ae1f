import assert from 'node:assert/strict'
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, test } from 'node:test'
import { unpackBlock } from '../../packages/server/src/store/body.ts'
import { suyuan } from '../cli/suyuan.ts'
import { seen } from '../samples.ts'
import { capture, documentOf, startServer, type Server } from '../server.ts'

const folder = mkdtempSync(join(tmpdir(), 'suyuan-export-'))
const exported = join(folder, 'export')
const imported = join(folder, 'imported')
let server: Server

/** Beside a chain of 1,000 tins: no name, a prefix of its own, digits that a double does not hold, one declared wrong. */
before(async () => {
  server = await startServer({ demoTins: 1000 })
  const given =
    'ni:///sha-256;0000000000000000000000000000000000000000000000000000000000000000?ver=CBV2.0'
  const declared = { ...seen('wrong'), eventID: 'urn:uuid:00000000-0000-4000-8000-00000000dead' }
  const documents = [
    documentOf([seen('nameless'), { ...seen('given'), eventID: given }, declared]),
    documentOf([{ ...seen('prefix'), 'farm:cow': 'Bella' }], {
      '@context': [
        'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
        { farm: 'https://farm.example/' },
      ],
    }),
    documentOf([
      { ...seen('digits'), '@context': [{ lab: 'https://lab.example/' }], 'lab:value': 0 },
    ]).replace('"lab:value":0', '"lab:value":12345678901234567890.10'),
    documentOf([{ ...declared, errorDeclaration: { declarationTime: '2026-03-02T08:00:00Z' } }]),
  ]
  for (const document of documents) {
    const answer = await capture(server.url, document)
    assert.equal(answer.status, 202, await answer.text())
  }
})
after(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

type Row = Readonly<Record<string, unknown>>

/** The log without what each repository gives of its own, and without how a text is spelt. */
function logOf(data: string): readonly Row[] {
  const db = new DatabaseSync(join(data, 'suyuan.db'), { readOnly: true })
  const rows = db
    .prepare(
      `select position, event_time, (select value from term where id = type) as type,
        (select value from term where id = biz_step) as biz_step,
        (select value from term where id = read_point) as read_point, identity, hex(hash) as hash,
        content, declaration, block from event order by position`,
    )
    .all()
  const bodies = new Map(
    db
      .prepare('select block, data from body')
      .all()
      .map(({ block, data }) => [block, unpackBlock(data as Uint8Array)]),
  )
  db.close()
  return rows.map(({ block, ...row }) => {
    const body = bodies.get(block)?.[Number(row['position']) - Number(block)]
    const { '@context': _, recordTime: __, ...said } = JSON.parse(String(body)) as Row
    return { ...row, said }
  })
}

test('an export taken into an empty folder gives the same log', async () => {
  const out = await suyuan(['export', exported, '--server', server.url])
  assert.equal(out.code, 0, out.err)
  assert.match(out.err, /\d+ events in \d+ documents, \d+ things described/)
  const back = await suyuan(['import', exported, '--data', imported])
  assert.equal(back.code, 0, back.err)
  assert.match(back.err, /\d+ events are kept, the same as in the manifest\n$/)
  const [before, now] = [logOf(server.folder), logOf(imported)]
  assert.ok(before.length > 2000)
  assert.deepEqual(now, before)
  assert.equal((await suyuan(['check', '--data', imported])).code, 0)
})

test('a tin has the same trace, and things have the same names, in what was imported', async () => {
  const again = await startServer({ folder: imported })
  const ask = async (url: string, path: string): Promise<unknown> =>
    (await fetch(`${url}${path}`)).json()
  type Catalogue = { readonly products: readonly { readonly samples: readonly string[] }[] }
  const catalogue = (await ask(server.url, '/catalogue')) as Catalogue
  assert.deepEqual(await ask(again.url, '/catalogue'), catalogue)
  const samples = catalogue.products.flatMap((product) => product.samples)
  let longest = 0
  for (const tin of samples.slice(0, 40)) {
    const question = `/trace?direction=backward&of=${encodeURIComponent(tin)}`
    const trace = (await ask(server.url, question)) as { readonly things: readonly unknown[] }
    longest = Math.max(longest, trace.things.length)
    assert.deepEqual(await ask(again.url, question), trace)
  }
  assert.ok(longest > 20, 'a trace was long')
  assert.equal(await again.stop(), 0)
})

test('documents of an export are plain EPCIS: at most 1000 events, no record time, only names that were given', () => {
  const files = globSync('documents/*.json', { cwd: exported }).toSorted()
  assert.ok(files.length >= 3)
  const text = files.map((file) => readFileSync(join(exported, file), 'utf8'))
  for (const one of text) {
    const document = JSON.parse(one) as { type: string; epcisBody: { eventList: readonly Row[] } }
    assert.equal(document.type, 'EPCISDocument')
    assert.ok(document.epcisBody.eventList.length <= 1000)
    assert.ok(document.epcisBody.eventList.every((event) => !('recordTime' in event)))
  }
  assert.match(text.join(''), /12345678901234567890\.10/)
  const names = text.join('').match(/"eventID":"ni:[^"]+"/g)
  assert.equal(names?.length, 1, 'the event hash that was given as an eventID, and no other')
})

test('import again, and import after it broke off, changes nothing', async () => {
  const before = logOf(imported)
  const things = (): unknown => {
    const db = new DatabaseSync(join(imported, 'suyuan.db'), { readOnly: true })
    try {
      return db.prepare('select count(*) as n from master_data').get()
    } finally {
      db.close()
    }
  }
  const described = things()
  const again = await suyuan(['import', exported, '--data', imported])
  assert.equal(again.code, 0, again.err)
  assert.deepEqual(logOf(imported), before)
  assert.deepEqual(things(), described)
})

test('import refuses a document that is not what the export wrote, and goes on when it is mended', async () => {
  const data = join(folder, 'altered')
  const file = join(exported, 'documents/000002.json')
  const text = readFileSync(file, 'utf8')
  writeFileSync(file, text.slice(0, -10))
  const cut = await suyuan(['import', exported, '--data', data])
  assert.equal(cut.code, 1)
  assert.match(cut.err, /000002\.json is not what the export wrote; what came before it is kept/)
  writeFileSync(file, text)
  const whole = await suyuan(['import', exported, '--data', data])
  assert.equal(whole.code, 0, whole.err)
  assert.deepEqual(logOf(data), logOf(imported))
})

test('import beside other events says that it cannot compare the names', async () => {
  const other = await startServer()
  assert.equal((await capture(other.url, documentOf([seen('other')]))).status, 202)
  const { code, err } = await suyuan(['import', exported, '--server', other.url])
  assert.equal(code, 0, err)
  assert.match(err, /\d+ events are kept, beside 1 others; every document was taken/)
  await other.stop()
})

test('export wants an empty folder, import a whole export', async () => {
  const full = await suyuan(['export', exported, '--server', server.url])
  assert.deepEqual([full.code, /is not empty/.test(full.err)], [2, true])
  const none = await suyuan(['import', folder, '--data', join(folder, 'n')])
  assert.deepEqual([none.code, /is not a whole export/.test(none.err)], [2, true])
})
