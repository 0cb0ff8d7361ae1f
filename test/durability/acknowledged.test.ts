import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { suyuan } from '../cli/suyuan.ts'
import { capture, documentOf, startServer } from '../server.ts'
import { event } from '../store/events.ts'

const WRITES = 12
const root = mkdtempSync(join(tmpdir(), 'suyuan-acknowledged-'))
const killed = join(root, 'killed')
after(() => rmSync(root, { recursive: true }))

/** A folder as a SIGKILL leaves it. */
before(async () => {
  const server = await startServer({ folder: killed })
  for (let n = 0; n < WRITES; n++) {
    assert.equal((await capture(server.url, documentOf([event(n)]))).status, 202)
  }
  await server.kill()
})

let copies = 0
function copy(): string {
  const folder = join(root, `copy${++copies}`)
  cpSync(killed, folder, { recursive: true })
  return folder
}

const start = (folder: string): ReturnType<typeof suyuan> =>
  suyuan(['serve', '--port', '0', '--data', folder])

const HARM: Readonly<Record<string, (folder: string) => void>> = {
  'its log is gone': (folder) => rmSync(join(folder, 'suyuan.db-wal')),
  'a bit in the middle of its log is wrong': (folder) => {
    const file = join(folder, 'suyuan.db-wal')
    const bytes = readFileSync(file)
    const at = bytes.length >> 1
    bytes[at] = (bytes[at] ?? 0) ^ 1
    writeFileSync(file, bytes)
  },
  'its database is gone': (folder) => {
    rmSync(join(folder, 'suyuan.db-wal'))
    rmSync(join(folder, 'suyuan.db'))
  },
}

for (const [what, harm] of Object.entries(HARM)) {
  test(`a folder that has lost what was acknowledged is refused, and left as it is: ${what}`, async () => {
    const folder = copy()
    harm(folder)
    for (let times = 0; times < 2; times++) {
      const { code, err } = await start(folder)
      assert.equal(code, 2, err)
      assert.match(err, /^\S+ has lost the last \d+ writes that were acknowledged: .*\n$/)
      assert.match(err, /suyuan restore a backup .*delete \S+acknowledged\n$/)
    }
  })
}

test('check names what is lost; without the note the server goes on with what there is', async () => {
  const folder = copy()
  HARM['a bit in the middle of its log is wrong']?.(folder)
  const { code, out } = await suyuan(['check', '--data', folder])
  assert.equal(code, 1)
  assert.match(out, /has lost the last \d+ writes that were acknowledged/)
  rmSync(join(folder, 'acknowledged'))
  const server = await startServer({ folder })
  assert.equal((await capture(server.url, documentOf([event(0)]))).status, 202)
  await server.stop()
})

test('a note that is not one is named', async () => {
  const folder = copy()
  writeFileSync(join(folder, 'acknowledged'), '0000000001 00000000\n')
  const { code, err } = await start(folder)
  assert.equal(code, 2)
  assert.match(err, /acknowledged is damaged; run suyuan check/)
})

test('a note that is behind, empty or never reached the disk hinders nothing', async () => {
  for (const text of [undefined, '', '\0'.repeat(20)]) {
    const folder = copy()
    if (text === undefined) rmSync(join(folder, 'acknowledged'))
    else writeFileSync(join(folder, 'acknowledged'), text)
    const server = await startServer({ folder })
    const answer = await fetch(`${server.url}/catalogue`)
    assert.equal(((await answer.json()) as { events: number }).events, WRITES)
    await server.stop()
  }
})
