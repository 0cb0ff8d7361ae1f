import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { suyuan } from '../cli/suyuan.ts'
import { capture, documentOf, startServer, type Server } from '../server.ts'
import { lot } from '../trace/tell.ts'
import { workedExample } from '../trace/worked-example.ts'

suite('suyuan export-file', () => {
  let server: Server
  const folder = mkdtempSync(join(tmpdir(), 'suyuan-export-'))
  before(async () => {
    server = await startServer()
    assert.equal((await capture(server.url, documentOf(workedExample))).status, 202)
  })
  after(async () => {
    await server.stop()
    rmSync(folder, { recursive: true })
  })

  const run = (...args: readonly string[]): ReturnType<typeof suyuan> =>
    suyuan(['export-file', ...args, '--server', server.url], { cwd: folder })

  test('writes the file whole, and does not write over one', async () => {
    const first = await run('gs1-csv', lot('M1'), '--out', 'm1.csv')
    assert.equal(first.code, 0, first.err)
    const text = readFileSync(join(folder, 'm1.csv'), 'utf8')
    assert.match(text, /^\uFEFFeventID,type,/)
    const again = await run('gs1-csv', lot('M1'), '--out', 'm1.csv')
    assert.equal(again.code, 2)
    assert.match(again.err, /is there already/)
    assert.equal(readFileSync(join(folder, 'm1.csv'), 'utf8'), text)
  })

  test('leaves no file for what was never seen, and says what it did not understand', async () => {
    const before = readdirSync(folder)
    const unseen = await run('epcis', 'urn:x:never')
    assert.equal(unseen.code, 1)
    assert.match(unseen.err, /never/)
    assert.equal((await run('fsma-204', lot('M1'), '--as', 'pdf')).code, 2)
    assert.equal((await run('everything', lot('M1'))).code, 2)
    assert.deepEqual(readdirSync(folder), before)
  })
})
