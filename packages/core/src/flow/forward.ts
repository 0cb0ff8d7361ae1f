import { candidates, startOf, walkContents } from './contents.ts'
import type { FlowEvent, Part } from './flow-event.ts'
import { gapOfOrder, gapOfUse, hasOrigin } from './gaps.ts'
import { childrenOf, packingsOf, parentsOf, type Packing } from './packing.ts'
import { linkOf, type Certainty, type Question } from './trace.ts'
import { Findings, holds, Once, type Visit } from './walk.ts'
import { itemsOf, lotsOf, partsIn, transformationIDs, type World } from './world.ts'

/**
 * What a thing went into (trace-semantics, "Forward from X"): items of lots, outputs of transformations, of itself and
 * of what it was in. A container is reported as used then, and not walked on from.
 */
export async function walkForward(world: World, question: Question): Promise<Findings> {
  const findings = new Findings(question)
  const once = new Once()
  findings.visit(startOf(question, -Infinity))
  for (let visits = findings.nearest(); visits.length > 0; visits = findings.nearest()) {
    await prepare(world, visits)
    for (const visit of visits) {
      walkItems(world, visit, findings, once)
      walkUses(world, visit, findings, once)
      walkUsesOfLots(world, visit, findings, once)
      walkContents(world, visit, { findings, once, unbound: -Infinity })
    }
  }
  return findings
}

/** Asks for all that the steps below look at: the things, what they were ever in, and the outputs of what was used. */
async function prepare(world: World, visits: readonly Visit[]): Promise<void> {
  await world.load(visits.map((visit) => visit.part.id))
  const lots = visits.flatMap(({ part }) =>
    part.kind === 'item' ? lotsOf(world, part.id).map(({ lot }) => lot) : [],
  )
  await world.load(lots)
  const children = visits.flatMap((visit) => [
    ...candidates(world, visit),
    ...heldByUnknown(world, visit.part.id),
  ])
  await world.load(children)
  const carried = new Set([...visits.map((visit) => visit.part.id), ...lots])
  for (let next = [...carried, ...children]; next.length > 0;) {
    const parents = new Set(next.flatMap((thing) => parentsOf(world, thing)))
    await world.load(parents)
    next = [...parents].filter((parent) => !carried.has(parent))
    for (const parent of next) carried.add(parent)
  }
  const uses = [...carried].flatMap((thing) => partsIn(world, thing, 'inputs'))
  await world.loadTransformations(transformationIDs(uses), 'outputs')
}

/** What a thing of unknown origin ever held: only one that held nothing when it was used is a gap. */
const heldByUnknown = (world: World, id: string): readonly string[] =>
  hasOrigin(world, id) ? [] : childrenOf(world, id, () => true)

/** 1. X is a lot → every item of that lot. */
function walkItems(world: World, { part, distance }: Visit, findings: Findings, once: Once): void {
  if (part.kind !== 'lot' || !once.first('items', part.id)) return
  for (const { item, event } of itemsOf(world, part.id)) {
    const link = linkOf(part.id, item.id, 'of-lot', { event, certainty: 'certain' })
    if (findings.follow(link))
      findings.visit({ part: item, distance: distance + 1, bound: -Infinity })
  }
}

/** A use as an input of a thing, or of a container it was in then. */
type Use = {
  readonly event: FlowEvent
  readonly input: Part
  /** Links from the thing to that input: 0 for the thing itself. */
  readonly steps: number
  /** The stays that lead there, at the time of the use. */
  readonly through: readonly Packing[]
}

/** 2 and 3. Y made from X, or from what X was in then. */
function walkUses(
  world: World,
  { part, bound, distance }: Visit,
  findings: Findings,
  once: Once,
): void {
  if (!once.first('uses', part.id, bound)) return
  for (const use of usesOf(world, part.id, bound)) {
    if (!world.partners(use.event, 'outputs').some(({ outputs }) => outputs.length > 0)) continue
    reportWay(use, distance, findings)
    const from = { id: use.input.id, distance: distance + use.steps, certainty: 'certain' } as const
    const { event, input, steps, through } = use
    const outputs = walkOutputs(world, event, from, findings)
    const first = through.flatMap((stay) => (stay.child === part.id ? [stay.parent.id] : []))
    for (const into of steps === 0 ? outputs : first)
      gapOfUse(world, part, { event, into }, findings)
    for (const into of outputs) gapOfOrder(world, input, { event, into }, findings)
  }
}

/** 5. An item whose lot is used as such → the outputs, as possible: which items went in is not known. */
function walkUsesOfLots(world: World, visit: Visit, findings: Findings, once: Once): void {
  const { part, distance } = visit
  if (part.kind !== 'item' || !once.first('lots', part.id)) return
  for (const { lot } of lotsOf(world, part.id)) {
    for (const { event } of usesOf(world, lot, -Infinity)) {
      walkOutputs(world, event, { id: part.id, distance, certainty: 'possible' }, findings)
    }
  }
}

/** Every use at or after `bound` of a thing or of what it was in at that moment, at any depth. */
function usesOf(world: World, id: string, bound: number): readonly Use[] {
  return [id, ...containersOf(world, id)].flatMap((container) =>
    partsIn(world, container, 'inputs').flatMap((event) => {
      const input = event.inputs.find((part) => part.id === container)
      if (input === undefined || event.time < bound) return []
      const within = container === id ? [{ event, input, steps: 0, through: [] }] : []
      return [...within, ...usesWithin(world, id, { event, input })]
    }),
  )
}

/** The use of a container that the thing was in then, if it was: containers in each other may lead back to the thing. */
function usesWithin(
  world: World,
  id: string,
  { event, input }: Pick<Use, 'event' | 'input'>,
): readonly Use[] {
  const up = climb(world, id, event.time)
  const steps = up.steps.get(input.id)
  if (steps === undefined) return []
  const through = up.stays.filter(
    ({ parent }) =>
      parent.id === input.id || climb(world, parent.id, event.time).steps.has(input.id),
  )
  return [{ event, input, steps, through }]
}

/** All that a thing was ever in, at any depth, whenever. */
function containersOf(world: World, id: string): ReadonlySet<string> {
  const found = new Set<string>()
  for (const thing of [id, ...found])
    for (const parent of parentsOf(world, thing)) found.add(parent)
  for (const thing of found) for (const parent of parentsOf(world, thing)) found.add(parent)
  found.delete(id)
  return found
}

/** What a thing was in at one moment: how many links up each container is, and the stays that lead there. */
function climb(
  world: World,
  id: string,
  time: number,
): { readonly steps: ReadonlyMap<string, number>; readonly stays: readonly Packing[] } {
  const steps = new Map<string, number>()
  const stays: Packing[] = []
  const climbed = new Set<string>()
  let here: readonly string[] = [id]
  for (let depth = 1; here.length > 0; depth++) {
    const above = new Set<string>()
    for (const thing of here) {
      if (climbed.has(thing)) continue
      climbed.add(thing)
      for (const stay of packingsOf(world, thing)) {
        if (stay.relation !== 'packed' || !holds([stay], time)) continue
        stays.push(stay)
        if (!steps.has(stay.parent.id)) {
          steps.set(stay.parent.id, depth)
          above.add(stay.parent.id)
        }
      }
    }
    here = [...above]
  }
  return { steps, stays }
}

/** Reports the containers between, each at its least distance. */
function reportWay({ through }: Use, distance: number, findings: Findings): void {
  const far = new Map<string, number>()
  for (const { child, parent, opened, amount } of through) {
    const at = (far.get(child) ?? distance) + 1
    if (!far.has(parent.id)) far.set(parent.id, at)
    const link = linkOf(child, parent.id, 'packed-in', {
      event: opened,
      certainty: 'certain',
      amount,
    })
    if (findings.follow(link)) findings.found(parent, at)
  }
}

function walkOutputs(
  world: World,
  use: FlowEvent,
  { id, distance, certainty }: { id: string; distance: number; certainty: Certainty },
  findings: Findings,
): readonly string[] {
  const followed: string[] = []
  const amount = use.inputs.find((part) => part.id === id)?.amount
  for (const making of world.partners(use, 'outputs')) {
    // Where the input's time is later than the output's, the link is possible, not certain.
    const sure: Certainty = use.time > making.time ? 'possible' : certainty
    for (const output of making.outputs) {
      const link = linkOf(id, output.id, 'made-from', { event: making, certainty: sure, amount })
      if (!findings.follow(link)) continue
      followed.push(output.id)
      const bound = output.reusable ? making.time : -Infinity
      findings.visit({ part: output, distance: distance + 1, bound })
    }
  }
  return followed
}
