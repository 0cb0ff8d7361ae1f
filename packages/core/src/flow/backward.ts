import { candidates, startOf, walkContents } from './contents.ts'
import { gapOfLot, gapOfOrder, gapOfUse } from './gaps.ts'
import { INPUTS, ITEM, kindOf, LOT, namedAs, OUTPUTS, thingOf, type Event } from './lineage.ts'
import { parentsOf } from './packing.ts'
import type { Certainty } from './trace.ts'
import { Findings, Once, type Visit, type WalkQuestion } from './walk.ts'
import { itemsOf, lotsOf, partsIn, type World } from './world.ts'

/**
 * What a thing was made from (trace-semantics, "Backward from X"): lots of items, inputs of transformations, what was
 * in containers then. One round of questions a distance, however many things are at it.
 */
export async function walkBackward(world: World, question: WalkQuestion): Promise<Findings> {
  const starts = question.of.map((of) => startOf(world, of, { at: question.at, unbound: Infinity }))
  const findings = new Findings(new Set(starts.map(({ part }) => thingOf(part))), question)
  const once = new Once()
  for (const start of starts) findings.visit(start)
  for (let visits = findings.nearest(); visits.length > 0; visits = findings.nearest()) {
    await prepare(world, visits)
    for (const visit of visits) {
      walkLots(world, visit, findings, once)
      walkMaking(world, visit, findings, once)
      walkItems(world, visit, findings, once)
      walkContents(world, visit, { findings, once, unbound: Infinity })
      findGaps(world, visit, findings)
    }
  }
  return findings
}

function findGaps(world: World, visit: Visit, findings: Findings): void {
  const { part, usedBy: event, into, itself } = visit
  if (event !== undefined && into !== undefined) {
    gapOfUse(world, thingOf(part), { event, into }, findings)
    if (itself === true) gapOfOrder(world, part, { event, into }, findings)
  }
  gapOfLot(world, part, findings)
}

const isStart = (visit: Visit): boolean => visit.distance === 0

const opensItems = (visit: Visit): boolean =>
  kindOf(visit.part) === LOT && (isStart(visit) || visit.asLot === true)

/** Asks for all that the steps below look at. */
async function prepare(world: World, visits: readonly Visit[]): Promise<void> {
  const { lineage } = world
  const here = visits.map((visit) => thingOf(visit.part))
  await world.load(here)
  const items = visits.flatMap((visit) =>
    opensItems(visit)
      ? itemsOf(world, thingOf(visit.part)).map((item) => lineage.thingIn(item))
      : [],
  )
  const children = visits.flatMap((visit) => candidates(world, visit))
  await world.load([...items, ...children])
  await world.load(children.flatMap((child) => parentsOf(world, child)))
  const makings = [...here, ...items].flatMap((thing) => partsIn(world, thing, OUTPUTS))
  await world.loadTransformations(makings, 'inputs')
}

/** 1. X of lot L → L. */
function walkLots(world: World, { part, distance }: Visit, findings: Findings, once: Once): void {
  const item = thingOf(part)
  if (kindOf(part) !== ITEM || !once.first('lots', item)) return
  for (const { lot, event } of lotsOf(world, item)) {
    if (!findings.follow({ from: lot, to: item, how: 'of-lot', event, certainty: 'certain' }))
      continue
    findings.visit({ part: namedAs(lot, LOT), distance: distance + 1, bound: Infinity })
  }
}

/** 2. X made from Y → Y, which is then looked into if it is a container (3). */
function walkMaking(world: World, visit: Visit, findings: Findings, once: Once): void {
  const { part, bound } = visit
  const thing = thingOf(part)
  if (!(bound === Infinity ? once.first('making', thing) : once.first('making', thing, bound)))
    return
  for (const making of partsIn(world, thing, OUTPUTS)) {
    if (world.lineage.time(making) <= bound) {
      walkInputs(world, visit, { making, certainty: 'certain' }, findings)
    }
  }
}

function walkInputs(
  world: World,
  { part, distance }: Visit,
  { making, certainty }: { readonly making: Event; readonly certainty: Certainty },
  findings: Findings,
): void {
  const { lineage } = world
  const to = thingOf(part)
  for (const source of world.partners(making, 'inputs')) {
    const time = lineage.time(source)
    // Where the input's time is later than the output's, the link is possible, not certain.
    const sure: Certainty = time > lineage.time(making) ? 'possible' : certainty
    for (const mention of lineage.list(source, INPUTS)) {
      const input = lineage.namedIn(mention)
      const from = thingOf(input)
      const amount = lineage.amountIn(mention)
      const step = { from, to, how: 'made-from', event: making, certainty: sure, amount } as const
      if (!findings.follow(step)) continue
      findings.visit({
        part: input,
        distance: distance + 1,
        bound: lineage.isReusable(from) ? time : Infinity,
        open: [{ from: time, to: time }],
        moment: time,
        usedBy: source,
        into: to,
        itself: true,
        asLot: true,
      })
    }
  }
}

/** 5. A lot as the start, or used as such → what its items were made from; they themselves are not reported. */
function walkItems(world: World, visit: Visit, findings: Findings, once: Once): void {
  const lot = thingOf(visit.part)
  if (!opensItems(visit) || !once.first('items', lot)) return
  const certainty: Certainty = isStart(visit) ? 'certain' : 'possible'
  for (const item of itemsOf(world, lot)) {
    for (const making of partsIn(world, world.lineage.thingIn(item), OUTPUTS)) {
      walkInputs(world, visit, { making, certainty }, findings)
    }
  }
}
