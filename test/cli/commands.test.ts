import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { after, before, test } from 'node:test'
import { seen } from '../samples.ts'
import { documentOf, startServer, type Server } from '../server.ts'
import { conformance, options } from '../conformance/material.ts'
import { suyuan } from './suyuan.ts'

const folder = mkdtempSync(join(tmpdir(), 'suyuan-cli-'))
const TIN = 'urn:epc:id:sgtin:0614141.107346.tin'
const CASE = 'urn:epc:id:sscc:0614141.1234567890'
const OIL = 'urn:epc:class:lgtin:0614141.107347.oil7'
const HERE = 'urn:epc:id:sgln:0614141.00777.0'

const made = {
  type: 'TransformationEvent',
  eventID: 'urn:uuid:00000000-0000-4000-8000-000000000001',
  eventTime: '2026-03-01T08:00:00.000Z',
  eventTimeZoneOffset: '+08:00',
  inputQuantityList: [{ epcClass: OIL, quantity: 5, uom: 'KGM' }],
  outputEPCList: [TIN],
}
const packed = {
  type: 'AggregationEvent',
  eventID: 'urn:uuid:00000000-0000-4000-8000-000000000002',
  eventTime: '2026-03-01T09:00:00.000Z',
  eventTimeZoneOffset: '+08:00',
  action: 'ADD',
  parentID: CASE,
  childEPCs: [TIN],
  bizStep: 'packing',
  readPoint: { id: HERE },
  bizLocation: { id: HERE },
}

const files = [documentOf([made]), documentOf([packed])].map((text, i) => {
  const file = join(folder, `${i + 1}.json`)
  writeFileSync(file, text)
  return file
})
const bad = join(folder, 'bad.json')
writeFileSync(bad, documentOf([seen(1, { bizStep: 'milking' }), seen(2)]))

let server: Server
before(async () => {
  server = await startServer()
  assert.equal((await suyuan(['capture', ...files, '--server', server.url])).code, 0)
})
after(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

const there = (): readonly string[] => ['--server', server.url]

test('help is written to those who ask, and ends with 0', async () => {
  const helps = [[], ['help'], ['--help'], ['-h']].map((args) => suyuan(args))
  for (const { code, out } of await Promise.all(helps)) {
    assert.equal(code, 0)
    assert.match(out, /suyuan serve .*\n.*suyuan capture /)
  }
  const commands = ['serve', 'capture', 'trace', 'where', 'history', 'chain', 'hash']
  for (const name of commands) {
    const { code, out } = await suyuan([name, '--help'])
    assert.deepEqual([code, out.startsWith('suyuan ')], [0, true], name)
    assert.match(out, new RegExp(`suyuan ${name} `))
  }
})

test('capture tells how many documents went in, and as JSON a line a document', async () => {
  const plain = await suyuan(['capture', ...files, ...there()])
  assert.deepEqual(plain, { code: 0, out: '', err: '2 of 2 documents captured\n' })
  const json = await suyuan(['capture', ...files, ...there(), '--json'])
  const lines = json.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { file: string; job: string })
  assert.deepEqual(
    lines.map(({ file }) => file),
    files,
  )
  const job = await fetch(new URL(lines[0]?.job ?? '', server.url))
  assert.equal(((await job.json()) as { success: boolean }).success, true)
})

test('capture goes on after a refused document, tells its problems, and ends with 1', async () => {
  const { code, err } = await suyuan(['capture', bad, files[0] ?? '', ...there()])
  assert.equal(code, 1)
  assert.match(
    err,
    /bad\.json: The document breaks the EPCIS rules\n {2}\/epcisBody\/eventList\/0\/bizStep: /,
  )
  assert.match(err, /1 of 2 documents captured\n$/)
})

test('capture --proceed keeps the good events of a document', async () => {
  const { code } = await suyuan(['capture', bad, '--proceed', ...there()])
  assert.equal(code, 0)
  const found = await fetch(`${server.url}/events?MATCH_epc=urn:epc:id:sgtin:0614141.107346.2`)
  assert.match(await found.text(), /10614141073464\/21\/2"/)
})

test('trace, where and history answer in words', async () => {
  const [trace, where, history] = await Promise.all([
    suyuan(['trace', TIN, ...there()]),
    suyuan(['where', TIN, ...there()]),
    suyuan(['history', TIN, ...there()]),
  ])
  assert.deepEqual([trace.code, where.code, history.code], [0, 0, 0])
  assert.match(trace.out, /What it was made from: .*\/21\/tin\n.*lot .*\/10\/oil7\n/)
  assert.match(where.out, /\/21\/tin\n {2}in .*\/00\/1?\d+\nat .*\/414\/\d+\n/)
  assert.match(history.out, /TransformationEvent[^]*AggregationEvent[^]*2 events\n/)
})

test('trace, where and history answer with --json what the server answers', async () => {
  for (const [name, question] of [
    ['trace', `of=${TIN}&direction=backward`],
    ['where', `of=${TIN}`],
    ['history', `of=${TIN}`],
  ] as const) {
    const { code, out } = await suyuan([name, TIN, '--json', ...there()])
    assert.equal(code, 0)
    const answer: unknown = await (await fetch(`${server.url}/${name}?${question}`)).json()
    assert.deepEqual(JSON.parse(out), answer, name)
  }
})

test('trace forward, with a depth and only what is certain', async () => {
  const args = ['trace', OIL, '--direction', 'forward', '--depth', '1', '--certain']
  const { code, out } = await suyuan([...args, ...there()])
  assert.equal(code, 0)
  assert.match(out, /What it went into: .*\/10\/oil7\n.*item .*\/21\/tin\n/)
})

test('where --at tells where it was', async () => {
  const { out } = await suyuan(['where', TIN, '--at', '2026-03-01T08:30:00Z', ...there()])
  assert.doesNotMatch(out, / in /)
})

test('without a server, a data folder is asked itself', async () => {
  const data = join(folder, 'data')
  const captured = await suyuan(['capture', ...files, '--data', data])
  assert.deepEqual(captured, { code: 0, out: '', err: '2 of 2 documents captured\n' })
  const { code, out } = await suyuan(['trace', TIN, '--json', '--data', data])
  assert.equal(code, 0)
  assert.deepEqual(
    (JSON.parse(out) as { things: { kind: string }[] }).things.map(({ kind }) => kind),
    ['lot'],
  )
})

test('the server and the key are taken from the environment too', async () => {
  const { code } = await suyuan(['where', TIN], { env: { SUYUAN_SERVER: server.url } })
  assert.equal(code, 0)
})

test('an API key is made at the first start on another address, asked for, and taken', async () => {
  const open = await startServer({ args: ['--host', '0.0.0.0'] })
  const url = open.url.replace('0.0.0.0', '127.0.0.1')
  const key = await printed(open, /API key +(sy_\S+)/)
  const [without, wrong, right] = await Promise.all([
    suyuan(['capture', ...files, '--server', url]),
    suyuan(['capture', ...files, '--server', url, '--key', 'sy_wrong']),
    suyuan(['capture', ...files, '--server', url], { env: { SUYUAN_KEY: key } }),
  ])
  assert.deepEqual([without.code, wrong.code, right.code], [1, 1, 0])
  assert.match(without.err, /A valid API key is needed/)
  assert.equal(await open.stop(), 0)
})

/** What a server prints sooner or later. */
async function printed({ output }: Server, wanted: RegExp): Promise<string> {
  for (let waited = 0; waited < 5000; waited += 20) {
    const [, found] = wanted.exec(output()) ?? []
    if (found !== undefined) return found
    await setTimeout(20)
  }
  throw new Error(`never printed: ${wanted.source}\n${output()}`)
}

test('chain writes the same files for the same seed, and tells what it wrote', async () => {
  const outs = ['a', 'b'].map((name) => join(folder, name))
  const runs = outs.map((out) => suyuan(['chain', '--out', out, '--tins', '20', '--json']))
  for (const { code, out, err } of await Promise.all(runs)) {
    assert.equal(code, 0, err)
    assert.equal((JSON.parse(out) as { tins: number }).tins, 20)
    assert.match(err, /written to /)
  }
  const [a, b] = outs.map((out) => {
    const names = globSync('**/*.json*', { cwd: out }).toSorted()
    return names.map((name) => [name, readFileSync(join(out, name), 'utf8')])
  })
  assert.ok((a?.length ?? 0) > 3)
  assert.deepEqual(a, b)
})

test(
  'hash gives the published hashes of a published document, of either algorithm',
  options,
  async () => {
    const document = 'ralphtro-event-hash/tests/examples/ReferenceEventHashAlgorithm.jsonld'
    for (const [algorithm, expected] of [
      ['2026', 'ralphtro-event-hash-2026/expected/CBV2.0/ReferenceEventHashAlgorithm.hashes'],
      ['2025', document.replace('.jsonld', '.hashes')],
    ] as const) {
      const args = ['hash', join(conformance, document), '--algorithm', algorithm]
      const { code, out } = await suyuan(args)
      const wanted = readFileSync(join(conformance, expected), 'utf8').trim()
      assert.deepEqual([code, out.trim()], [0, wanted], algorithm)
    }
  },
)

test('an older Node of the host hands over to the Node that the project brings', async (t) => {
  const older = olderNode()
  if (older === undefined) return t.skip('this machine has no Node older than 24')
  const { code, out } = await suyuan(['where', TIN, '--json', ...there()], { node: older })
  assert.equal(code, 0)
  assert.match(out, /"containers":\[/)
  assert.equal((await suyuan(['milk'], { node: older })).code, 2)
})

function olderNode(): string | undefined {
  const nodes = (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((path) => globSync(join(path, 'node')))
  return nodes.find((node) => {
    const version = execFileSync(node, ['--version'], { encoding: 'utf8' })
    return Number(/^v(\d+)/.exec(version)?.[1]) < 24
  })
}
