import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { chainOf } from './chain.fixture.ts'
import { writeChain } from './write.ts'

test('a chain is written into a folder, document by document, with its ground truth', async (t) => {
  const out = await mkdtemp(join(tmpdir(), 'chain-'))
  t.after(() => rm(out, { recursive: true }))
  const told: number[] = []
  const summary = await writeChain({
    seed: 7,
    tins: 300,
    out,
    progress: ({ events }) => told.push(events),
  })
  const chain = chainOf({ seed: 7, tins: 300 })
  const documents = await readdir(join(out, 'documents'))
  assert.equal(documents.toSorted()[0], '000001.json')
  assert.equal(documents.length, chain.documents.length)
  assert.deepEqual(summary, {
    tins: 300,
    events: chain.events.length,
    documents: documents.length,
    out,
  })
  assert.deepEqual(
    told,
    told.toSorted((a, b) => a - b),
  )
  assert.equal(told.at(-1), chain.events.length)
  for (const [file, text] of chain.truth) {
    assert.equal(await readFile(join(out, 'truth', file), 'utf8'), text)
  }
  const masterData = JSON.parse(await readFile(join(out, 'masterdata.json'), 'utf8')) as {
    epcisBody: object
  }
  assert.deepEqual(masterData.epcisBody, { eventList: [] })
})

test('an earlier chain in the folder is replaced, and refused options leave it alone', async (t) => {
  const out = await mkdtemp(join(tmpdir(), 'chain-'))
  t.after(() => rm(out, { recursive: true }))
  await writeChain({ seed: 7, tins: 300, out })
  await writeFile(join(out, 'truth', 'stale.txt'), 'old')
  await assert.rejects(writeChain({ seed: 7, tins: -1, out }), RangeError)
  assert.ok((await readdir(join(out, 'truth'))).includes('stale.txt'))
  await writeChain({ seed: 7, tins: 20, out })
  assert.ok(!(await readdir(join(out, 'truth'))).includes('stale.txt'))
})
