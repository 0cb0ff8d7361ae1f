import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { startServer, type Server } from '../server.ts'
import { openProxy } from '../conformance/suite/proxy.ts'
import { suyuan } from './suyuan.ts'

type Sax = {
  on: (
    event: string,
    handle: (it: { name: string; attributes: Record<string, string> }) => void,
  ) => void
  write: (text: string) => Sax
  close: () => void
}
const { SaxesParser } = createRequire(new URL('../../packages/core/package.json', import.meta.url))(
  'saxes',
) as { SaxesParser: new () => Sax }

let server: Server
const folder = mkdtempSync(join(tmpdir(), 'suyuan-conformance-'))
before(async () => {
  server = await startServer()
})
after(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

const file = (name: string): string => join(folder, name)
const read = (name: string): string => readFileSync(file(name), 'utf8')

/** The elements of well-formed XML. @throws when it is none. */
function elementsOf(xml: string): readonly { name: string; attributes: Record<string, string> }[] {
  const elements: { name: string; attributes: Record<string, string> }[] = []
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error as unknown as Error
  })
  parser.on('opentag', ({ name, attributes }) =>
    elements.push({ name, attributes: { ...attributes } }),
  )
  parser.write(xml).close()
  return elements
}

test('suyuan conformance ends with 0 and says how much holds where nothing fails', async () => {
  const { code, out, err } = await suyuan([
    'conformance',
    '--target',
    server.url,
    '--only',
    'capture/job',
  ])
  assert.equal(code, 0, out + err)
  assert.match(out, /3 passed, 0 failed, 0 not supported, 0 could not be tried/)
})

test('what fails is in all three reports with its clause, what was wanted, and what went over the wire', async () => {
  await using proxy = await openProxy(server.url, {
    answered: (answer) => ({
      ...answer,
      body: answer.body.replaceAll('"made', '"<&made\u0001'),
      status: answer.status === 202 ? 201 : answer.status,
    }),
  })
  const args = [
    '--only',
    'capture/answer',
    '--only',
    'capture/job',
    '--html',
    file('r.html'),
    '--junit',
    file('r.xml'),
    '--json',
    file('r.json'),
  ]
  const { code, out } = await suyuan([
    'conformance',
    '--target',
    proxy.url,
    '--header',
    'X-Secret: s3cret',
    ...args,
  ])
  assert.equal(code, 1)
  assert.match(
    out,
    /failed: capture\/answer \(OpenAPI POST \/capture 202\)\n.*\n {2}expected status 202; came 201/,
  )
  const elements = elementsOf(read('r.xml'))
  const [suites] = elements
  assert.deepEqual(
    [suites?.name, suites?.attributes['tests'], suites?.attributes['failures']],
    ['testsuites', '4', '1'],
  )
  assert.equal(elements.filter(({ name }) => name === 'testcase').length, 4)
  const failure = elements.find(({ name }) => name === 'failure')
  assert.match(failure?.attributes['message'] ?? '', /expected status 202; came 201/)
  const page = read('r.html')
  for (const words of [
    'OpenAPI POST /capture 202',
    'status 202',
    '未通过',
    'failed',
    'EPCISDocument',
  ]) {
    assert.ok(page.includes(words), words)
  }
  assert.doesNotMatch(
    page,
    /<(script|link|img|iframe)|url\(|@import/,
    'the page needs nothing else',
  )
  const report = JSON.parse(read('r.json')) as {
    counts: Record<string, number>
    results: { id: string; outcome: string; expected?: string; exchanges: { status: number }[] }[]
  }
  assert.deepEqual(report.counts, { passed: 3, failed: 1, 'not supported': 0, 'not tried': 0 })
  const found = report.results.find(({ outcome }) => outcome === 'failed')
  assert.deepEqual(
    [found?.id, found?.expected, found?.exchanges[0]?.status],
    ['capture/answer', 'status 202', 201],
  )
  for (const name of ['r.html', 'r.xml', 'r.json']) {
    assert.ok(!read(name).includes('s3cret'), `${name} has what is secret`)
  }
})

test('a key is sent as the server wants it', async () => {
  await using proxy = await openProxy(server.url, {
    answered: (answer, asked) =>
      asked.headers['x-api-key'] === 'k1' && asked.headers['authorization'] === 'Bearer k1'
        ? answer
        : { ...answer, status: 401 },
  })
  const args = ['conformance', '--target', proxy.url, '--only', 'capture/answer']
  assert.equal((await suyuan(args)).code, 1)
  assert.equal((await suyuan([...args, '--api-key', 'k1'])).code, 0)
})

test('--list names cases and asks nobody', async () => {
  const { code, out } = await suyuan(['conformance', '--list', '--only', 'MATCH_epcClass'])
  assert.equal(code, 0)
  assert.match(out, /^match\/MATCH_epcClass-in-the-other-spelling {2}.+\(CBV 2\.0 §8\.3/m)
  assert.doesNotMatch(out, /capture\//)
})

const MISUSED: readonly (readonly [args: readonly string[], says: RegExp])[] = [
  [[], /name a server/],
  [['--target', 'ftp://x'], /--target ftp:\/\/x: a URL/],
  [['--target', 'http://127.0.0.1:1'], /does not answer/],
  [['--target', 'http://127.0.0.1:1', '--only', 'nothing-like-it'], /no case has that in its name/],
  [['--target', 'http://127.0.0.1:1', '--header', 'x'], /Name: value/],
  [['--target', 'http://127.0.0.1:1', '--fields', 'x'], /prefix or uri/],
  [['--target', 'http://127.0.0.1:1', '--callback', 'x'], /--callback x: a URL/],
  [['--target', 'http://127.0.0.1:1', 'more'], /name a server/],
]

test('what is not understood ends with 2 and says what to write', async () => {
  for (const [args, says] of MISUSED) {
    const { code, err } = await suyuan(['conformance', ...args])
    assert.equal(code, 2, args.join(' '))
    assert.match(err, says)
  }
})
