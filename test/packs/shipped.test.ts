import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { suite, test } from 'node:test'
import { readContext } from '@suyuan/core/event/context'
import type { EpcisEvent } from '@suyuan/core/event/event'
import { validateEvent } from '@suyuan/core/event/validate'
import { eventOf, type Value } from '@suyuan/core/pack/fill'
import { plansAt, type Form, type Pack } from '@suyuan/core/pack/pack'
import { bindingOf } from '@suyuan/core/plan/bind'
import { judge } from '@suyuan/core/plan/judge'
import type { Measure, Plan } from '@suyuan/core/plan/plan'
import { readingsOf } from '@suyuan/core/plan/reading'
import { readPlan, type Site } from '@suyuan/core/plan/read-plan'
import { readFolder } from '../../packages/server/src/packs/read-folder.ts'

const NAMES = readdirSync('packs').filter((name) => !name.includes('.'))
const PLACE = 'https://id.gs1.org/414/9521001000017'
const LOT = 'https://id.gs1.org/01/09521001008013/10/L1'

function packOf(name: string): Pack {
  const read = readFolder(`packs/${name}`)
  if (read.ok) return read.pack
  throw new Error(read.faults.map(({ file, line, says }) => `${file}:${line}: ${says}`).join('\n'))
}

/** A site where every name of the pack is one place, and every class one GTIN. */
function everywhere({ names }: Pack): Site {
  const all = (of: keyof Site, id: string): ReadonlyMap<string, readonly string[]> =>
    new Map([...names[of].keys()].map((name) => [name, [id]]))
  return {
    places: all('places', PLACE),
    devices: all('devices', PLACE),
    things: all('things', '09521001008013'),
  }
}

function planOf(pack: Pack, form: Form): Plan {
  const read = readPlan(pack.plans.get(form.plan) ?? null, {
    site: everywhere(pack),
    prefixes: pack.prefixes,
  })
  assert.ok(read.ok)
  assert.deepEqual(read.value.unbound, [])
  return read.value.plan
}

function valueOf({ states, photo, possible }: Measure): Value {
  if (photo === true) return 'https://example.com/photo/1'
  return states === undefined ? (possible?.min ?? 1) : ([...states.keys()][0] ?? '')
}

for (const name of NAMES) {
  suite(name, () => {
    const pack = packOf(name)

    test('has no fault, and plans, forms and a site', () => {
      assert.ok(pack.plans.size > 0 && pack.forms.size > 0 && pack.sites.size > 0)
      for (const site of pack.sites.keys()) {
        const read = plansAt(pack, site)
        assert.equal(read.length, pack.plans.size)
        assert.ok(read.some(({ plan }) => plan.points.length > 0))
      }
    })

    test('no limit that is only remembered gates', () => {
      const limits = [...pack.plans.values()].flatMap((written) => {
        const read = readPlan(written, { prefixes: pack.prefixes })
        return read.ok ? read.value.plan.limits : []
      })
      assert.ok(limits.length > 0)
      for (const { id, certainty, gates, confirmed } of limits) {
        if (certainty === 'M' || certainty === 'U')
          assert.deepEqual([gates, confirmed], [false, undefined], id)
      }
    })

    for (const form of pack.forms.values()) {
      test(`the form ${form.form}, filled in, is a valid event that its point reads in full`, () => {
        const plan = planOf(pack, form)
        const values = Object.fromEntries(
          form.fields.map(({ measure }) => [measure, valueOf(plan.measures.get(measure)!)]),
        )
        const time = '2026-05-02T08:00:00+08:00'
        const lots = form.makes.things === 'asked' ? [{ epcClass: LOT, quantity: 1 }] : []
        const filled = { time, offset: '+08:00', place: PLACE, lots, values }
        const made = eventOf(form, plan, filled)
        assert.ok(made.ok)
        const context = readContext({})
        assert.deepEqual(validateEvent(made.value, '', context), [])
        const readings = readingsOf(made.value as unknown as EpcisEvent, context, { eventID: 'e' })
        const bind = bindingOf(plan)
        const read = readings.flatMap(bind).filter(({ point }) => point.id === form.point)
        assert.deepEqual(read.map(({ reading }) => reading.taken.why).filter(Boolean), [])
        assert.deepEqual(
          new Set(read.map(({ reading }) => reading.measure.id)),
          new Set(Object.keys(values)),
        )
        const without = eventOf(form, plan, { ...filled, values: { strange: 1 } })
        const must = form.fields.filter(({ must: needed }) => needed).length
        assert.equal(without.ok ? 0 : without.problems.length, must + 1)
      })
    }
  })
}

test('a report with the samples of a lot is held to the sampling plan of its stage', () => {
  const pack = packOf('infant-formula')
  const form = pack.forms.get('release-tests')!
  const plan = planOf(pack, form)
  const verdict = (mass: number): string | undefined => {
    const samples = [1, 2, 3].map(() => ({ value: 'negative', mass, uom: 'GRM' }))
    const made = eventOf(form, plan, {
      time: '2026-05-02T08:00:00+08:00',
      offset: '+08:00',
      place: PLACE,
      lots: [{ epcClass: LOT }],
      values: { cronobacter: samples },
    })
    assert.ok(made.ok)
    const readings = readingsOf(made.value as unknown as EpcisEvent, readContext({}), {
      eventID: 'e',
    })
    const time = readings[0]!.time
    const marks = [{ point: 'release', of: LOT, begins: true, time: time - 1, eventID: 'm' }]
    const month = 31 * 86_400_000_000
    return judge([plan], { readings, marks }, time + month).find(({ limits }) =>
      limits.includes('cronobacter'),
    )?.verdict
  }
  assert.deepEqual([verdict(100), verdict(10)], ['good', 'missing'])
})
