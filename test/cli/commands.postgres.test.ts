import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { onPostgres } from '../store/postgres.ts'
import { suyuan } from './suyuan.ts'

const CHAIN = fileURLToPath(new URL('../../docs/start/first-chain.json', import.meta.url))
const TIN = 'https://id.gs1.org/01/09521234000020/21/T1'
const folder = mkdtempSync(join(tmpdir(), 'suyuan-commands-'))
after(() => rmSync(folder, { recursive: true }))

await onPostgres('commands on PostgreSQL', (postgres) => {
  test('each command that takes a folder takes a database, or says what does its work there', async () => {
    const [url, other] = [await postgres.fresh(), await postgres.fresh()]
    const out = join(folder, 'export')
    const file = join(folder, 'x.db')
    writeFileSync(file, 'x')
    for (const [args, code, says] of [
      [['capture', CHAIN, '--data', url], 0, /1 of 1 documents captured/],
      [['trace', TIN, '--data', url], 0, /MILK-0301/],
      [['where', TIN, '--data', url], 0, /at https:/],
      [['history', TIN, '--data', url], 0, /packing/],
      [['export', out, '--data', url], 0, /3 events in 1 documents/],
      [['import', out, '--data', other], 0, /3 events are kept, the same as in the manifest/],
      [['trace', TIN, '--data', other], 0, /MILK-0301/],
      [['check', '--data', other], 0, /3 events, and every index agrees/],
      [
        ['backup', file, '--data', url, '--force'],
        2,
        /^PostgreSQL is backed up with its own tools: /,
      ],
      [
        ['restore', file, '--data', url],
        2,
        /^this is for folders; PostgreSQL is brought back with/,
      ],
      [['trace', TIN, '--data', 'postgres://u:secret@127.0.0.1:1/x'], 2, /^no PostgreSQL answers/],
    ] as const) {
      const ran = await suyuan(args)
      assert.equal(ran.code, code, `${args[0]}: ${ran.err}`)
      assert.match(`${ran.out}${ran.err}`, says)
      assert.doesNotMatch(ran.err, /secret/)
      if (code === 2) assert.equal(ran.err.trimEnd().split('\n').length, 1)
    }
    assert.equal(readFileSync(file, 'utf8'), 'x')
    assert.equal(existsSync(join(process.cwd(), 'postgres:')), false)
  })
})
