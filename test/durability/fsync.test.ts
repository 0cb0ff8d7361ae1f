import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openStore } from '../../packages/server/src/store/open.ts'
import { capture, documentOf, startServer } from '../server.ts'
import { event, keep } from '../store/events.ts'

const ONE_BY_ONE = 20
const AT_ONCE = 60

test('each acknowledged write was forced to disk, and writes that wait together share it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'suyuan-sync-'))
  try {
    await using engine = await openStore(folder)
    for (let n = 0; n < ONE_BY_ONE; n++) {
      const before = await engine.syncs()
      await keep(engine, [event(n)])
      assert.equal(await engine.syncs(), before + 1, `write ${n}`)
    }
    const before = await engine.syncs()
    await Promise.all(Array.from({ length: AT_ONCE }, (_, n) => keep(engine, [event(100 + n)])))
    const shared = (await engine.syncs()) - before
    assert.ok(shared >= 1 && shared < AT_ONCE / 2, `${AT_ONCE} writes at once took ${shared} syncs`)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

const noStrace = spawnSync('strace', ['-V']).status !== 0 && 'there is no strace here'
if (noStrace !== false && process.env['CI'] === 'true') throw new Error(noStrace)

test('the operating system is asked to, before each answer', { skip: noStrace }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'suyuan-strace-'))
  const log = join(folder, 'strace')
  const under = ['strace', '-D', '-f', '-y', '-e', 'trace=fdatasync,fsync', '-o', log]
  const server = await startServer({ folder: join(folder, 'data'), under })
  const forced = (): number =>
    readFileSync(log, 'utf8').match(/fdatasync\(\d+<[^>]*-wal>\)/g)?.length ?? 0
  const send = async (n: number): Promise<void> => {
    const answer = await capture(server.url, documentOf([event(n)]))
    assert.equal(answer.status, 202)
  }
  try {
    for (let n = 0; n < ONE_BY_ONE; n++) {
      const before = forced()
      await send(n)
      assert.ok(forced() > before, `capture ${n} was answered before its sync`)
    }
    const before = forced()
    await Promise.all(Array.from({ length: AT_ONCE }, (_, n) => send(100 + n)))
    assert.ok(forced() - before < AT_ONCE, 'captures at once share syncs')
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true })
  }
})
