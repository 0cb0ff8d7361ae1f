import { candidates, startOf, walkContents } from './contents.ts'
import type { FlowEvent } from './flow-event.ts'
import { gapOfLot, gapOfOrder, gapOfUse } from './gaps.ts'
import { parentsOf } from './packing.ts'
import { linkOf, type Certainty, type Question } from './trace.ts'
import { Findings, Once, type Visit } from './walk.ts'
import { itemsOf, lotsOf, partsIn, transformationIDs, type World } from './world.ts'

/**
 * What a thing was made from (trace-semantics, "Backward from X"): lots of items, inputs of transformations, what was
 * in containers then. One round of questions a distance, however many things are at it.
 */
export async function walkBackward(world: World, question: Question): Promise<Findings> {
  const findings = new Findings(question)
  const once = new Once()
  findings.visit(startOf(question, Infinity))
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
    gapOfUse(world, part, { event, into }, findings)
    if (itself === true) gapOfOrder(world, part, { event, into }, findings)
  }
  gapOfLot(world, part, findings)
}

const isStart = (visit: Visit): boolean => visit.distance === 0

/** Asks for all that the steps below look at. */
async function prepare(world: World, visits: readonly Visit[]): Promise<void> {
  await world.load(visits.map((visit) => visit.part.id))
  const items = visits.flatMap((visit) =>
    opensItems(visit) ? itemsOf(world, visit.part.id).map(({ item }) => item.id) : [],
  )
  const children = visits.flatMap((visit) => candidates(world, visit))
  await world.load([...items, ...children])
  await world.load(children.flatMap((child) => parentsOf(world, child)))
  const makings = [...visits.map((visit) => visit.part.id), ...items].flatMap((id) =>
    partsIn(world, id, 'outputs'),
  )
  await world.loadTransformations(transformationIDs(makings), 'inputs')
}

const opensItems = (visit: Visit): boolean =>
  visit.part.kind === 'lot' && (isStart(visit) || visit.asLot === true)

/** 1. X of lot L → L. */
function walkLots(world: World, { part, distance }: Visit, findings: Findings, once: Once): void {
  if (part.kind !== 'item' || !once.first('lots', part.id)) return
  for (const { lot, event } of lotsOf(world, part.id)) {
    const link = linkOf(lot, part.id, 'of-lot', { event, certainty: 'certain' })
    if (!findings.follow(link)) continue
    findings.visit({
      part: { id: lot, kind: 'lot', reusable: false },
      distance: distance + 1,
      bound: Infinity,
    })
  }
}

/** 2. X made from Y → Y, which is then looked into if it is a container (3). */
function walkMaking(world: World, visit: Visit, findings: Findings, once: Once): void {
  const { part, bound } = visit
  if (!once.first('making', part.id, bound)) return
  for (const making of partsIn(world, part.id, 'outputs')) {
    if (making.time <= bound) walkInputs(world, visit, { making, certainty: 'certain' }, findings)
  }
}

function walkInputs(
  world: World,
  { part, distance }: Visit,
  { making, certainty }: { readonly making: FlowEvent; readonly certainty: Certainty },
  findings: Findings,
): void {
  for (const source of world.partners(making, 'inputs')) {
    // Where the input's time is later than the output's, the link is possible, not certain.
    const sure: Certainty = source.time > making.time ? 'possible' : certainty
    for (const input of source.inputs) {
      const { amount } = input
      const link = linkOf(input.id, part.id, 'made-from', {
        event: making,
        certainty: sure,
        amount,
      })
      if (!findings.follow(link)) continue
      findings.visit({
        part: input,
        distance: distance + 1,
        bound: input.reusable ? source.time : Infinity,
        open: [{ from: source.time, to: source.time }],
        moment: source.time,
        usedBy: source,
        into: part.id,
        itself: true,
        asLot: true,
      })
    }
  }
}

/** 5. A lot as the start, or used as such → what its items were made from; they themselves are not reported. */
function walkItems(world: World, visit: Visit, findings: Findings, once: Once): void {
  if (!opensItems(visit) || !once.first('items', visit.part.id)) return
  const certainty: Certainty = isStart(visit) ? 'certain' : 'possible'
  for (const { item } of itemsOf(world, visit.part.id)) {
    for (const making of partsIn(world, item.id, 'outputs')) {
      walkInputs(world, visit, { making, certainty }, findings)
    }
  }
}
