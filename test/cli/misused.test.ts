import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { seen } from '../samples.ts'
import { documentOf, startServer } from '../server.ts'
import { suyuan, type Ran } from './suyuan.ts'

const folder = mkdtempSync(join(tmpdir(), 'suyuan-cli-'))
after(() => rmSync(folder, { recursive: true, force: true }))

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

const good = file('good.json', documentOf([seen(1)]))
const bad = file('bad.json', documentOf([seen(1, { bizStep: 'milking' })]))
const noJson = file('no-json.txt', 'hello')
const noDocument = file('no-document.json', '{"name":"suyuan"}')
const wrongEvent = file('wrong-event.json', documentOf([seen(1)]).replace('"OBSERVE"', 'OBSERVE'))
/** Each command has a data folder of its own, for they run side by side. */
let folders = 0
const data = (): string => join(folder, `data${++folders}`)
const empty = join(folder, 'empty')
mkdirSync(empty)

/** What is typed, the exit code, and what the person is told. */
const MISUSED: readonly (readonly [args: readonly string[], code: 1 | 2, says: RegExp])[] = [
  [['milk'], 2, /knows no "milk"; it knows serve, capture, trace/],
  [['constructor'], 2, /knows no "constructor"/],
  [['serve', '--colour'], 2, /Unknown option '--colour'; add --help/],
  [['serve', 'fast'], 2, /fast: options begin with --/],
  [['serve', '--port', 'eighty'], 2, /--port eighty: a whole number/],
  [['serve', '--port', '70000'], 2, /--port 70000: a whole number up to 65535/],
  [['serve', '--capture-events', '0'], 2, /--capture-events 0: a whole number from 1/],
  [['serve', '--page-token-minutes', 'x'], 2, /--page-token-minutes x: a whole number/],
  [['serve', '--capture-limit', '1MB'], 2, /--capture-limit 1MB: a whole number/],
  [['serve', '--host', '0.0.0.0', '--no-auth'], 2, /--no-auth is for loopback/],
  [['serve', '--tls-cert', good], 2, /--tls-cert and --tls-key go together/],
  [['serve', '--port', '0', '--data', good], 2, /good\.json cannot be used as a data folder/],
  [
    ['serve', '--port', '0', '--data', '/dev/null/data'],
    2,
    /\/dev\/null\/data cannot be used as a data folder/,
  ],
  [['capture'], 2, /name the files to capture/],
  [['capture', join(folder, 'none.json')], 2, /none\.json cannot be read; is the name right\?/],
  [['capture', folder], 2, /is a folder; name its files: .*\/\*/],
  [
    ['capture', good, '--server', 'http://127.0.0.1:1'],
    2,
    /no suyuan answers at http:\/\/127\.0\.0\.1:1/,
  ],
  [['capture', good, '--server', 'milk'], 2, /no suyuan answers at milk/],
  [
    ['capture', bad, '--data', data()],
    1,
    /bad\.json: .*\n {2}\/epcisBody\/eventList\/0\/bizStep: .*milking/,
  ],
  [['capture', noJson, '--data', data()], 1, /no-json\.txt: .*\n {2}.*not JSON at line 1/],
  [['trace'], 2, /name one identifier: suyuan trace ID/],
  [['trace', 'urn:x:y', 'urn:x:z'], 2, /name one identifier/],
  [['trace', 'urn:x:y', '--data', data()], 1, /no event ever named urn:x:y/],
  [['trace', 'tin', '--data', data()], 1, /tin.*\n.*is not an absolute URI/],
  [['trace', 'urn:x:y', '--direction', 'up', '--data', data()], 1, /up: backward or forward/],
  [
    ['where', 'urn:x:y', '--direction', 'backward', '--data', data()],
    1,
    /direction: no such parameter/,
  ],
  [['where', 'urn:x:y', '--at', 'noon', '--data', data()], 1, /noon: a date-time with zone/],
  [['history', 'urn:x:y', '--data', good], 2, /cannot be used as a data folder/],
  [['chain'], 2, /name a folder: suyuan chain --out DIR/],
  [['chain', '--out', data(), '--tins', '0'], 2, /--tins 0: a whole number from 1/],
  [['chain', '--out', good], 2, /good\.json cannot be written/],
  [['bench'], 2, /name a server: suyuan bench --target URL/],
  [['bench', '--target', 'milk'], 2, /--target milk: a URL, like http/],
  [['bench', '--target', 'http://127.0.0.1:1'], 2, /nobody answers at http:\/\/127\.0\.0\.1:1/],
  [
    ['bench', '--target', 'http://127.0.0.1:1', '--events', '9,9'],
    2,
    /--events 9,9: each step has more/,
  ],
  [
    ['bench', '--target', 'http://127.0.0.1:1', '--events', '60000000'],
    2,
    /--events 60000000: a whole number from 1 to 50000000/,
  ],
  [
    ['bench', '--target', 'http://127.0.0.1:1', '--header', 'X-Key'],
    2,
    /--header X-Key: write it as 'Name: value'/,
  ],
  [
    ['bench', '--target', 'http://127.0.0.1:1', '--lookup-path', '/events'],
    2,
    /--lookup-path \/events: say with \{epc\}/,
  ],
  [
    ['bench', '--target', 'http://127.0.0.1:1', '--context', 'cbvmda'],
    2,
    /--context cbvmda: write it as PREFIX=URI/,
  ],
  [['hash'], 2, /name the files: suyuan hash FILE/],
  [['hash', good, '--algorithm', '1999'], 2, /--algorithm 1999: 2026 \(default\) or 2025/],
  [['hash', join(folder, 'none.json')], 2, /none\.json cannot be read/],
  [['hash', noJson], 1, /no-json\.txt: .*not JSON at line 1/],
  [['hash', noDocument], 1, /no-document\.json: neither an EPCIS document nor an event/],
  [
    ['hash', wrongEvent],
    1,
    /wrong-event\.json \/epcisBody\/eventList\/0: This is not JSON at line 1/,
  ],
]

function isToldPlainly({ code, out, err }: Ran, wanted: number, says: RegExp): void {
  assert.equal(code, wanted, err)
  assert.match(err, says)
  assert.doesNotMatch(err, /\n {4}at |node:|\.ts:\d/, 'a stack trace is for us, not for a person')
  assert.equal(out, '')
}

suite('what is misused is told plainly', { concurrency: 2 }, () => {
  for (const [args, code, says] of MISUSED) {
    const typed = args.map((arg) => arg.replace(folder, '')).join(' ')
    test(`suyuan ${typed}: tells what to do instead, and ends with ${code}`, async () => {
      isToldPlainly(await suyuan(args, { cwd: empty }), code, says)
    })
  }
})

test('a port that is in use, and a folder that is open, are named; who was there goes on', async () => {
  const server = await startServer()
  const { port } = new URL(server.url)
  const [second, third, fourth] = await Promise.all([
    suyuan(['serve', '--port', port, '--data', join(folder, 'other')]),
    suyuan(['serve', '--port', '0', '--data', server.folder]),
    suyuan(['where', 'urn:x:y', '--data', server.folder]),
  ])
  isToldPlainly(second, 2, new RegExp(`port ${port} is in use; .*--port ${Number(port) + 1}`))
  isToldPlainly(third, 2, /is already open in another suyuan; stop that one/)
  isToldPlainly(fourth, 2, /is already open in another suyuan/)
  assert.equal((await fetch(`${server.url}/health/ready`)).status, 200)
  assert.equal(await server.stop(), 0)
})
