import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { How, Labels, Link, Thing, Trace } from '../../answers.ts'
import { placed, type PlacedBox } from './place.ts'
import { rowsOf } from './rows.ts'
import { planFor } from './sizes.ts'
import { boxOf, countsOf, onTheWayOf, stagesAt } from './summary.ts'
import { pictureOf, type Picture } from './view.ts'

const gtin = (sort: number): string => `https://id.gs1.org/01/${String(sort).padStart(14, '0')}`
const lot = (sort: number, name: string): string => `${gtin(sort)}/10/${name}`
const tin = (name: number): string => `${gtin(99)}/21/${name}`

function link(from: string, to: string, how: How = 'made-from'): Link {
  return { from, to, how, certainty: how === 'carry-over' ? 'possible' : 'certain' }
}

function traceOf(of: string, direction: Trace['direction'], links: readonly Link[]): Trace {
  const ids = new Set(links.flatMap(({ from, to }) => [from, to]))
  ids.delete(of)
  const things = [...ids].map((id): Thing => {
    const kind = id.includes('/21/') ? 'item' : 'lot'
    return { id, kind, distance: 1, certainty: 'certain' }
  })
  return { of, direction, things, links, gaps: [], complete: true }
}

const labels: Labels = {
  [gtin(1)]: { stage: 'seed' },
  [gtin(4)]: { stage: 'milk' },
  [gtin(99)]: { stage: 'can' },
}

/** An oil lot that went into three blends, each reworked into the next, and 2,000 tins of each with its lot. */
function manyTins(count: number): Trace {
  const links = Array.from({ length: count }, (_, at) => {
    const blend = at % 3
    return [link(lot(8, `B${blend}`), tin(at)), link(lot(99, `L${blend}`), tin(at), 'of-lot')]
  }).flat()
  const blends = [0, 1, 2].map((at) => link(lot(7, 'OIL'), lot(8, `B${at}`)))
  return traceOf(lot(7, 'OIL'), 'forward', [
    ...blends,
    link(lot(8, 'B0'), lot(9, 'R0')),
    link(lot(9, 'R0'), lot(8, 'B1')),
    ...links,
  ])
}

const of = (picture: Picture, depth: number): readonly string[] =>
  picture.nodes.filter((node) => node.depth === depth).map(({ key }) => key)

test('six thousand tins are one box, and no more than sixty boxes in all', (t) => {
  const trace = manyTins(6000)
  const began = performance.now()
  const picture = pictureOf(trace, labels, 6)
  const drawn = placed(rowsOf(picture, trace.direction, 6), planFor(1000).sizes)
  t.diagnostic(`6,000 tins laid out in ${(performance.now() - began).toFixed(0)} ms`)
  const tins = picture.nodes.filter(({ things }) => things.length > 1000)
  assert.deepEqual(
    tins.map(({ things, stage }) => [things.length, stage]),
    [[6000, 'can']],
  )
  assert.ok(picture.nodes.length <= 60, `${picture.nodes.length} boxes`)
  assert.equal(drawn.boxes.length, picture.nodes.length)
})

test('a line between two boxes counts every link it stands for', () => {
  const picture = pictureOf(manyTins(6000), labels, 6)
  const tins = boxOf(picture, tin(0))?.key
  const into = picture.edges.filter(({ to }) => to === tins)
  assert.equal(
    into.reduce((sum, { links }) => sum + links, 0),
    12_000,
  )
})

test('a thing lies as deep as its longest way, so that nothing is drawn beside what it was made from', () => {
  const trace = traceOf(tin(1), 'backward', [
    link(lot(2, 'powder'), tin(1)),
    link(lot(5, 'water'), tin(1)),
    link(lot(5, 'water'), lot(2, 'powder')),
  ])
  const picture = pictureOf(trace, labels, 12)
  assert.deepEqual(
    [0, 1, 2].map((depth) => of(picture, depth)),
    [[tin(1)], [lot(2, 'powder')], [lot(5, 'water')]],
  )
})

test('raw milk in the tank and raw milk in the silo are two boxes, though of one sort', () => {
  const tanks = [1, 2, 3].map((at) => link(lot(4, `tank${at}`), lot(4, 'silo')))
  const picture = pictureOf(
    traceOf(tin(1), 'backward', [link(lot(4, 'silo'), tin(1)), ...tanks]),
    labels,
    1,
  )
  assert.deepEqual(
    picture.nodes.map(({ things, depth }) => [things.length, depth]),
    [
      [1, 0],
      [3, 2],
      [1, 1],
    ].toSorted((a, b) => (a[1] ?? 0) - (b[1] ?? 0)),
  )
})

test('rework that is fed back closes a loop and does not hang', () => {
  const trace = traceOf(tin(1), 'backward', [
    link(lot(8, 'B1'), tin(1)),
    link(lot(9, 'R1'), lot(8, 'B1')),
    link(lot(8, 'B1'), lot(9, 'R1')),
  ])
  const picture = pictureOf(trace, labels, 12)
  assert.deepEqual(
    picture.nodes.map(({ depth }) => depth),
    [0, 1, 2],
  )
  const { lines } = placed(rowsOf(picture, 'backward', 6), planFor(1000).sizes)
  assert.equal(lines.filter(({ loops }) => loops).length, 1)
})

test('carry-over from lot to lot stays in one layer, however many lots', () => {
  const chain = Array.from({ length: 20 }, (_, at) => [
    link(lot(3, `P${at}`), lot(2, 'powder')),
    ...(at === 0 ? [] : [link(lot(3, `P${at - 1}`), lot(3, `P${at}`), 'carry-over')]),
  ]).flat()
  const picture = pictureOf(traceOf(lot(2, 'powder'), 'backward', chain), labels, 6)
  assert.deepEqual(
    picture.nodes.map(({ things }) => things.length),
    [1, 20],
  )
})

test('of two sorts that only fit one by one, the larger is folded and the smaller is not', () => {
  const inputs = [0, 1, 2, 3].map((at) => lot(4, `milk${at}`))
  const water = [0, 1, 2].map((at) => lot(5, `water${at}`))
  const links = [...inputs, ...water].map((from) => link(from, tin(1)))
  const [, ...boxes] = pictureOf(traceOf(tin(1), 'backward', links), labels, 6).nodes
  assert.deepEqual(
    boxes.map(({ things }) => things.length),
    [4, 1, 1, 1],
  )
})

test('on a phone many long lines squeeze beside the boxes, and push none over another or off the page', () => {
  const middle = [lot(20, 'a'), lot(21, 'b'), lot(22, 'c'), lot(23, 'd')]
  const chain = middle.map((to, at) => link(middle[at - 1] ?? lot(7, 'OIL'), to))
  const long = Array.from({ length: 8 }, (_, at) => [
    link(lot(7, 'OIL'), lot(30 + at, 'x')),
    link(lot(30 + at, 'x'), lot(50 + at, 'y')),
    link(lot(23, 'd'), lot(50 + at, 'y')),
    link(lot(7, 'OIL'), lot(60 + at, 'z')),
    link(lot(60 + at, 'z'), lot(21, 'b')),
  ]).flat()
  const trace = traceOf(lot(7, 'OIL'), 'forward', [...chain, ...long])
  const { sizes, wide, layer } = planFor(366)
  const { boxes } = placed(rowsOf(pictureOf(trace, labels, layer), 'forward', wide), sizes)
  apart(boxes, sizes.box, 366)
})

test('of two sorts in a full layer the larger is folded', () => {
  const inputs = [
    ...Array.from({ length: 9 }, (_, at) => lot(4, `milk${at}`)),
    ...Array.from({ length: 3 }, (_, at) => lot(5, `water${at}`)),
  ]
  const trace = traceOf(
    tin(1),
    'backward',
    inputs.map((from) => link(from, tin(1))),
  )
  const sizes = (layer: number): readonly number[] =>
    pictureOf(trace, labels, layer)
      .nodes.slice(1)
      .map(({ things }) => things.length)
  assert.deepEqual(sizes(6), [9, 1, 1, 1])
  assert.deepEqual(sizes(3), [9, 3])
  assert.equal(sizes(12).length, 12)
})

test('a box of which all is only possible says so, and a gap is shown on the box that has it', () => {
  const made = traceOf(tin(1), 'backward', [link(lot(4, 'a'), tin(1)), link(lot(4, 'b'), tin(1))])
  const trace: Trace = {
    ...made,
    things: made.things.map((one) => ({ ...one, certainty: 'possible' })),
    gaps: [{ kind: 'origin-unknown', id: lot(4, 'b') }],
  }
  const [, milk] = pictureOf(trace, labels, 1).nodes
  assert.equal(milk?.possible, 2)
  assert.deepEqual(milk?.gaps, trace.gaps)
})

function apart(
  boxes: readonly PlacedBox[],
  size: { readonly width: number; readonly height: number },
  page: number,
): void {
  for (const [at, one] of boxes.entries()) {
    const inside = one.x - size.width / 2 >= -0.01 && one.x + size.width / 2 <= page + 0.01
    assert.ok(inside, `a box stands at ${one.x} of ${page}`)
    for (const other of boxes.slice(at + 1)) {
      const beside = Math.abs(one.x - other.x) >= size.width - 0.01
      assert.ok(beside || Math.abs(one.y - other.y) >= size.height, 'two boxes overlap')
    }
  }
}

const graphs = fc
  .array(
    fc.tuple(fc.nat(14), fc.nat(14), fc.constantFrom<How>('made-from', 'carry-over', 'packed-in')),
    { maxLength: 40 },
  )
  .map((pairs) =>
    pairs.map(([from, to, how]) => link(lot(from % 4, `${from}`), lot(to % 4, `${to}`), how)),
  )

test('of any graph, loops and islands too, every thing is in exactly one box and every box inside the page', () => {
  fc.assert(
    fc.property(
      graphs,
      fc.constantFrom('backward', 'forward'),
      fc.constantFrom(390, 1000),
      (links, direction, width) => {
        const trace = traceOf(lot(0, '0'), direction, links)
        const { sizes, wide, layer } = planFor(width)
        const picture = pictureOf(trace, {}, layer)
        const shown = picture.nodes.flatMap(({ things }) => things.map(({ id }) => id))
        assert.deepEqual(
          shown.toSorted(),
          [trace.of, ...trace.things.map(({ id }) => id)].toSorted(),
        )
        const { boxes } = placed(rowsOf(picture, direction, wide), sizes)
        apart(boxes, sizes.box, width)
      },
    ),
  )
})

test('the origin is on top whichever way the trace was asked', () => {
  const links = [link(lot(1, 'seed'), lot(4, 'milk')), link(lot(4, 'milk'), tin(1))]
  for (const [start, direction] of [
    [tin(1), 'backward'],
    [lot(1, 'seed'), 'forward'],
  ] as const) {
    const picture = pictureOf(traceOf(start, direction, links), labels, 6)
    const { boxes } = placed(rowsOf(picture, direction, 6), planFor(1000).sizes)
    const fromTop = boxes.toSorted((a, b) => a.y - b.y).map(({ node }) => node.key)
    assert.deepEqual(fromTop, [lot(1, 'seed'), lot(4, 'milk'), tin(1)], direction)
  }
})

test('counts are told by stage from the pasture on, and layers are headed by theirs', () => {
  const trace = manyTins(9)
  assert.deepEqual(
    countsOf(trace, labels).map(({ stage, things }) => [stage, things]),
    [
      ['can', 12],
      ['lot', 4],
    ],
  )
  const picture = pictureOf(trace, labels, 6)
  assert.deepEqual(stagesAt(picture, 0), ['lot'])
})

test('the way of a box is what leads to it and what it leads to, not its neighbours', () => {
  const trace = traceOf(tin(1), 'backward', [
    link(lot(1, 'seed'), lot(4, 'milk')),
    link(lot(4, 'milk'), tin(1)),
    link(lot(5, 'water'), tin(1)),
  ])
  const { edges } = pictureOf(trace, labels, 6)
  assert.deepEqual(
    [...onTheWayOf(lot(4, 'milk'), edges)].toSorted(),
    [lot(1, 'seed'), lot(4, 'milk'), tin(1)].toSorted(),
  )
})
