import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  chainOf,
  incidentsIn,
  linesOf,
  readLines,
  type GroupLine,
  type IncidentLine,
} from './chain.fixture.ts'
import { INCIDENT_NAMES } from './incidents.ts'

for (const tins of [1000, 6000]) {
  const chain = chainOf({ seed: 7, tins })
  const incidents = incidentsIn(chain)
  const groups = readLines<GroupLine>(chain, 'groups.ndjson')
  const groupOf = new Map(
    readLines<{ id: string; group: string }>(chain, 'tins.ndjson').map(({ id, group }) => [
      id,
      group,
    ]),
  )
  const named = (name: string): IncidentLine => {
    const found = incidents.find((each) => each.name === name)
    assert.ok(found, name)
    return found
  }

  test(`${tins} tins: every incident happens`, () => {
    assert.deepEqual(
      incidents.map(({ name }) => name),
      INCIDENT_NAMES,
    )
  })

  test(`${tins} tins: every incident touches some tins and spares others, the forged code all`, () => {
    for (const { name, tins: touched, file } of incidents) {
      const listed = linesOf(chain, file)
      assert.equal(listed.length, touched, name)
      assert.equal(new Set(listed).size, touched, name)
      assert.ok(
        listed.every((id) => groupOf.has(id)),
        name,
      )
      if (name === 'forged-serial') assert.equal(touched, 0)
      else assert.ok(touched > 0 && touched < tins / 2, `${name} touches ${touched}`)
    }
  })

  test(`${tins} tins: the tins of a suspect lot are those of the groups that came from it`, () => {
    for (const { suspects } of incidents) {
      for (const { id, file } of suspects.filter((each) => each.id.includes('/10/'))) {
        const from = new Set(
          groups.filter(({ backward }) => backward.includes(id)).map(({ group }) => group),
        )
        const expected = [...groupOf].filter(([, group]) => from.has(group)).map(([tin]) => tin)
        assert.deepEqual(linesOf(chain, file), expected, id)
      }
    }
  })

  test(`${tins} tins: the milk of the warm trip is certain in some tins, only possible in others`, () => {
    const id = named('warm-tanker').suspects[0]?.id ?? ''
    const touched = groups.filter(({ backward }) => backward.includes(id))
    const possible = touched.filter((group) => group.possible.includes(id))
    assert.ok(possible.length > 0 && possible.length < touched.length)
  })

  test(`${tins} tins: the round that was missed has no event, the rounds around it have`, () => {
    const { due } = named('missed-round')
    const near = (minutes: number): number =>
      chain.events.filter((event) => {
        const late = (Date.parse(event.eventTime) - Date.parse(due)) / 60_000 - minutes
        return event.bizStep === 'inspecting' && 'suyuan:round' in event && late >= 0 && late < 20
      }).length
    assert.deepEqual([near(-120), near(0), near(120)], [4, 0, 4])
  })

  test(`${tins} tins: the wrong premix is not in the tins of the corrected blend, the right one is`, () => {
    const { wrongLot, rightLot, blend } = named('corrected-event')
    const touched = groups.filter(({ backward }) => backward.includes(blend))
    assert.ok(touched.length > 0)
    assert.ok(
      touched.every(({ backward }) => backward.includes(rightLot) && !backward.includes(wrongLot)),
    )
  })

  test(`${tins} tins: the record of that blend stands once with the right lot, and twice void with the wrong`, () => {
    const { wrongLot, rightLot, blend } = named('corrected-event')
    const made = chain.events.filter((event) =>
      event.outputQuantityList?.some(({ epcClass }) => epcClass === blend),
    )
    const uses = (lot: string): number =>
      made.filter((event) => event.inputQuantityList?.some(({ epcClass }) => epcClass === lot))
        .length
    assert.deepEqual([made.length, uses(rightLot), uses(wrongLot)], [3, 1, 2])
    assert.equal(made.filter((event) => event.errorDeclaration !== undefined).length, 1)
  })

  test(`${tins} tins: of a pallet taken apart unseen, the record and the world differ for one case`, () => {
    type Line = { id: string; containers: string[]; truly?: { containers: string[] } }
    const lines = readLines<Line>(chain, 'whereabouts.ndjson').filter(
      ({ truly }) => truly !== undefined,
    )
    assert.equal(lines.length, 6)
    const { from, forgotten } = named('repalletised-pallet')
    for (const { containers, truly } of lines) {
      assert.deepEqual(containers, [forgotten, from])
      assert.deepEqual(truly?.containers, [forgotten])
    }
  })

  test(`${tins} tins: the forged serial is scanned but never made, the unseen one is in no event`, () => {
    const { forged, neverSeen } = named('forged-serial')
    const text = JSON.stringify(chain.events)
    assert.ok(text.includes(forged) && !groupOf.has(forged))
    assert.ok(!text.includes(neverSeen))
  })

  test(`${tins} tins: only tins fed from the unrecorded lot have a gap`, () => {
    const { id } = named('unrecorded-origin').suspects[0] ?? { id: '' }
    for (const { backward, gaps } of groups) {
      assert.deepEqual(gaps, backward.includes(id) ? [{ kind: 'origin-unknown', id }] : [])
    }
  })
}

test('without incidents nothing happens, and the tins keep their codes', () => {
  const calm = chainOf({ seed: 7, tins: 1000, incidents: 'none' })
  const eventful = chainOf({ seed: 7, tins: 1000, incidents: ['missed-round'] })
  const codes = (chain: typeof calm): readonly string[] =>
    readLines<{ id: string }>(chain, 'tins.ndjson').map(({ id }) => id)
  assert.deepEqual(incidentsIn(calm), [])
  assert.deepEqual(
    incidentsIn(eventful).map(({ name }) => name),
    ['missed-round'],
  )
  assert.deepEqual(codes(calm), codes(eventful))
  assert.ok(calm.events.every((event) => event.errorDeclaration === undefined))
})
