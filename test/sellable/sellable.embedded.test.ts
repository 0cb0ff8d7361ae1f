import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { openStore } from '../../packages/server/src/store/open.ts'
import { asking } from './asking.ts'
import { listContract } from './list.contract.ts'
import { sellableContract } from './sellable.contract.ts'

const folder = mkdtempSync(join(tmpdir(), 'suyuan-sellable-'))
after(() => rmSync(folder, { recursive: true }))

let number = 0
const open = () => openStore(join(folder, String(number++)))
sellableContract('the embedded engine', open)
listContract('the embedded engine', open)

test('in a data folder the key that lists are signed with is a file for its owner alone, and stays', async () => {
  const place = join(folder, 'key')
  const told = async (): Promise<string> => {
    await using engine = await openStore(place)
    const answer = await asking(engine, { now: '2026-03-02T08:00:00Z' }).request('/sellable/key')
    return answer.text()
  }
  assert.equal(await told(), await told())
  assert.equal(statSync(join(place, 'sellable-key.pem')).mode & 0o777, 0o600)
})
