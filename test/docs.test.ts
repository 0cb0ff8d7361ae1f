import assert from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { promisify } from 'node:util'
import { startServer, type Server } from './server.ts'

const DOCUMENTS = [
  'README.md',
  'README.zh-CN.md',
  'docs/start/first-chain.md',
  'docs/start/first-chain.zh-CN.md',
]
const run = promisify(execFile)
const noCurl = spawnSync('curl', ['--version']).status !== 0 && 'there is no curl here'
if (noCurl !== false && process.env['CI'] === 'true') throw new Error(noCurl)

suite('what the documents tell to type', { skip: noCurl }, () => {
  let server: Server
  before(async () => {
    server = await startServer()
  })
  after(() => server.stop())

  for (const file of DOCUMENTS) {
    test(`${file}: every command is answered as it says`, async () => {
      const blocks = [...readFileSync(file, 'utf8').matchAll(/```sh\n([\s\S]*?)```/g)].map(
        ([, block = '']) => block,
      )
      assert.ok(blocks.length > 0)
      const script = blocks.join('\n').replaceAll('http://127.0.0.1:8080', server.url)
      const { stdout } = await run('bash', [
        '-ec',
        `curl() { command curl -sS -o /dev/null -w '%{http_code}\\n' "$@"; }\n${script}`,
      ])
      const answered = stdout.trim().split('\n').map(Number)
      // The last lesson of the first chain is a document with two faults.
      const expected = script.includes('paking')
        ? [...answered.slice(0, -1).map(() => 200), 400]
        : answered.map(() => 200)
      assert.deepEqual(
        answered.map((status) => (status === 202 ? 200 : status)),
        expected,
      )
    })
  }
})

test('every link between documents leads somewhere', () => {
  const files = globSync(['*.md', 'docs/**/*.md', 'packages/*/src/**/*.md', 'test/**/*.md'])
  assert.ok(files.length > 20)
  const dead = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].flatMap(
      ([, to = '']) => (globSync(join(dirname(file), to)).length === 0 ? [`${file} → ${to}`] : []),
    ),
  )
  assert.deepEqual(dead, [])
})
