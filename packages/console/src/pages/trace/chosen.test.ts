import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Thing, Trace } from '../../answers.ts'
import { csvOf, fits, timesOf } from './chosen.ts'

const blend = 'https://id.gs1.org/01/09521001002066/10/B1'
const oil = 'https://id.gs1.org/01/09521008003042/10/OIL'
const thing = (id: string): Thing => ({ id, kind: 'lot', distance: 1, certainty: 'certain' })
const labels = { 'https://id.gs1.org/01/09521001002066': { stage: 'blend', name: { zh: '干混' } } }

const trace: Trace = {
  of: oil,
  direction: 'forward',
  things: [thing(blend)],
  links: ['2026-03-02T08:00:00+08:00', '2026-03-01T23:30:00Z', '2026-03-01T10:00:00Z'].map(
    (eventTime) => ({ from: oil, to: blend, how: 'made-from', eventTime, certainty: 'certain' }),
  ),
  gaps: [],
  complete: true,
}

test('the times of a thing are those of the links that lead to it, compared as moments', () => {
  const times = timesOf(trace)
  assert.deepEqual(times.get(blend), {
    first: '2026-03-01T10:00:00Z',
    last: '2026-03-02T08:00:00+08:00',
  })
  assert.equal(times.get(oil), undefined)
  assert.ok(timesOf({ ...trace, direction: 'backward' }).has(oil))
})

test('a thing fits a span that its events touch, and its stage, kind and part of its code', () => {
  const known = { labels, times: timesOf(trace) }
  const fit = (filter: object): boolean => fits(thing(blend), { code: '', ...filter }, known)
  assert.ok(fit({ since: '2026-03-02T00:00:00Z', until: '2026-03-03T00:00:00Z' }))
  assert.ok(!fit({ since: '2026-03-02T00:00:01Z' }))
  assert.ok(!fit({ until: '2026-03-01T09:59:59Z' }))
  assert.ok(fit({ stage: 'blend', kind: 'lot', code: 'b1' }))
  assert.ok(!fit({ stage: 'can' }))
  assert.ok(!fit({ kind: 'item' }))
  assert.ok(!fit({ code: 'x' }))
  assert.ok(!fits(thing(oil), { code: '', since: '2020-01-01T00:00:00Z' }, known))
})

test('the list as CSV is read as its cells, and starts no formula', () => {
  const text = csvOf([thing('=cmd|x,"y"')], { labels: {}, times: new Map() })
  assert.equal(text.split('\r\n')[1], '"\'=cmd|x,""y""",,,lot,1,certain,,,')
})
