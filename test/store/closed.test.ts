import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { logEnd } from '../../packages/server/src/store/follow.ts'
import { openStore } from '../../packages/server/src/store/open.ts'
import { event, keep } from './events.ts'

test(
  'a closed engine finishes what it was asked, and says that it is closed',
  { timeout: 10_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'suyuan-closed-'))
    try {
      const engine = await openStore(folder)
      const asked = keep(engine, [event(1)])
      await engine[Symbol.asyncDispose]()
      assert.equal((await asked).added, 1)
      await assert.rejects(engine.read(logEnd, undefined), /the engine is closed/)
      await assert.rejects(engine.write(logEnd, undefined), /the engine is closed/)
      // One file to copy, with all of it.
      assert.deepEqual(readdirSync(folder).toSorted(), ['acknowledged', 'lock', 'suyuan.db'])
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
)
