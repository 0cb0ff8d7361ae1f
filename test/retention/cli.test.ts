import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Plan } from '../../packages/server/src/retention/plan.ts'
import { suyuan, type Ran } from '../cli/suyuan.ts'
import { documentOf, startServer, type Server } from '../server.ts'
import { lot, made, saw, story, tin } from '../trace/tell.ts'
import { RULES } from './serving.ts'

const root = mkdtempSync(join(tmpdir(), 'suyuan-retention-cli-'))
after(() => rmSync(root, { recursive: true, force: true }))

function file(name: string, content: unknown): string {
  writeFileSync(join(root, name), typeof content === 'string' ? content : JSON.stringify(content))
  return join(root, name)
}

/** Long ago: all of it may go by the clock of today. */
const OLD = story(
  saw(0, 'ADD', [lot('M1')]),
  made(1, [lot('M1')], [tin('c1')]),
  saw(2, 'ADD', [lot('M2')]),
).map((event) => ({ ...event, eventTime: event.eventTime.replace('2026', '2012') }))

const rules = file('rules.json', RULES)
const events = file('events.json', documentOf(OLD))

suite('suyuan retention and suyuan hold', () => {
  let server: Server
  before(async () => {
    server = await startServer()
  })
  after(() => server.stop())

  const asked = async (place: readonly string[], ...args: readonly string[]): Promise<Ran> =>
    suyuan([...args, ...place])

  /** All of it, as an operator does it. */
  const walk = async (place: readonly string[]): Promise<void> => {
    const run = async (...args: readonly string[]): Promise<Ran> => {
      const ran = await asked(place, ...args)
      assert.equal(ran.code, 0, ran.err)
      return ran
    }
    await run('capture', events)
    assert.match((await run('retention', 'plan')).out, /There are no rules: nothing goes/)
    assert.match(
      (await run('retention', 'rules', rules, '--by', 'Wang')).out,
      /version 1 is in force/,
    )
    assert.match((await run('retention', 'rules')).out, /"by": "Wang"/)
    const placed = await run('hold', 'place', lot('M1'), '--reason', 'case 12', '--by', 'Li')
    assert.match(placed.out, /^1 {2}https:.*M1 {2}placed .* by Li: case 12\n$/)
    const held = (await run('retention', 'plan')).out
    assert.match(held, /may go: 1\n +1 {2}rule general, as urn:example:event:3\n/)
    assert.match(held, /stay: 2\n +2 {2}held, hold 1, as urn:example:event:1\n/)
    await run('hold', 'lift', '1', '--reason', 'closed')
    assert.match((await run('hold', 'list')).out, /; lifted .* by operator: closed\n$/)
    const plan = (await run('retention', 'plan')).out
    const digest = /apply --digest ([0-9a-f]{64})\n/.exec(plan)?.[1] ?? ''
    const gone = await run('retention', 'apply', '--digest', digest, '--by', 'Wang')
    assert.match(gone.out, /^3 events erased, on record as run /)
    const told = (await run('retention', 'erased')).out.split('\n')
    assert.equal(told.length, 4)
    assert.match(told[0] ?? '', /^1 {2}ni:\/\/\/sha-256;.* erased .* by Wang, rule general$/)
    const again = await asked(place, 'retention', 'apply', '--digest', digest)
    assert.equal(again.code, 1)
    assert.match(again.err, /nothing went: something else would go now/)
    const traced = await asked(place, 'trace', tin('c1'))
    assert.equal(traced.code, 1)
    assert.match(traced.err, /erased .* by the retention rule (general|tins)/)
  }

  test('the example of the guide is taken, and lets nothing of today go', async () => {
    const guide = fileURLToPath(new URL('../../docs/guides/retention-rules.json', import.meta.url))
    const folder = ['--data', join(root, 'example')]
    const given = await asked(folder, 'retention', 'rules', guide)
    assert.equal(given.code, 0, given.err)
    const today = file('today.json', documentOf([saw(0, 'ADD', [tin('c1')])]))
    await asked(folder, 'capture', today)
    const { out } = await asked(folder, 'retention', 'plan', '--json')
    const { going, kept } = JSON.parse(out) as Plan
    assert.deepEqual([going.events, kept.byReason[0]?.rule], [0, 'food'])
  })

  test('on a folder, from rules to record', () => walk(['--data', join(root, 'data')]))

  test('on a running server, the same', () => walk(['--server', server.url]))

  test('a folder from which events went is found sound', async () => {
    const checked = await suyuan(['check', '--data', join(root, 'data')])
    assert.equal(checked.code, 0, checked.out)
    assert.match(checked.err, /0 events, and every index agrees/)
  })

  const MISUSED: readonly (readonly [args: readonly string[], code: 1 | 2, says: RegExp])[] = [
    [['retention'], 2, /suyuan retention rules, plan, apply, erased/],
    [['retention', 'everything'], 2, /rules, plan, apply, erased/],
    [['retention', 'plan', 'now'], 2, /now: that is one too many/],
    [['retention', 'apply'], 2, /give --digest D, as suyuan retention plan says it; or --yes/],
    [['retention', 'apply', '--yes', '--digest', 'x'], 2, /give --digest D/],
    [['retention', 'apply', '--digest', 'x'], 1, /digest: the digest that the plan says/],
    [['retention', 'rules', join(root, 'none.json')], 2, /none\.json cannot be read/],
    [['retention', 'rules', file('no.json', '{"rules": [')], 1, /not JSON at line 1/],
    [
      ['retention', 'rules', file('bad.json', { rules: [{ id: 'x', keep: [], colour: 1 }] })],
      1,
      /covers: is missing[^]*source: is missing[^]*certainty: is missing[^]*colour: [^]*keep: say how long/,
    ],
    [['retention', 'rules'], 1, /no retention rules were given; nothing goes/],
    [['hold'], 2, /suyuan hold place, lift or list/],
    [['hold', 'place', '--reason', 'x'], 2, /name one identifier, or a selection/],
    [['hold', 'place', tin('c1')], 2, /say why, with --reason TEXT/],
    [['hold', 'place', 'milk', '--reason', 'x'], 1, /\/of: /],
    [
      ['hold', 'place', '--events', 'EQ_bizSteps=x', '--reason', 'x'],
      1,
      /did you mean|no such query/,
    ],
    [['hold', 'lift', 'one', '--reason', 'x'], 2, /by its number/],
    [['hold', 'lift', '9', '--reason', 'x'], 1, /there is no hold 9/],
  ]

  for (const [args, code, says] of MISUSED) {
    test(`suyuan ${args.map((arg) => arg.replace(`${root}/`, '')).join(' ')}`, async () => {
      const ran = await suyuan([...args, '--data', join(root, 'empty')])
      assert.match(ran.err, says)
      assert.equal(ran.code, code)
    })
  }
})
