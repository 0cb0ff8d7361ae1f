import { candidates, startOf, walkContents } from './contents.ts'
import { hasOrigin, isUsedBeforeMade, lacksOrigin } from './gaps.ts'
import {
  INPUTS,
  ITEM,
  kindOf,
  LOT,
  OUTPUTS,
  thingOf,
  type Event,
  type Mention,
  type Named,
  type Thing,
} from './lineage.ts'
import { childrenOf, parentsOf, type Packing } from './packing.ts'
import type { Certainty } from './trace.ts'
import { usesOf, type Use } from './uses.ts'
import { Findings, Once, type Visit, type WalkQuestion } from './walk.ts'
import { inRole, itemsOf, lotsOf, partsIn, type World } from './world.ts'

/**
 * What a thing went into (trace-semantics, "Forward from X"): items of lots, outputs of transformations, of itself and
 * of what it was in. A container is reported as used then, and not walked on from.
 */
export async function walkForward(world: World, question: WalkQuestion): Promise<Findings> {
  const starts = question.of.map((of) =>
    startOf(world, of, { at: question.at, unbound: -Infinity }),
  )
  const findings = new Findings(new Set(starts.map(({ part }) => thingOf(part))), question)
  const once = new Once()
  for (const start of starts) findings.visit(start)
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
  const here = visits.map((visit) => thingOf(visit.part))
  await world.load(here)
  const lots = visits.flatMap(({ part }) =>
    kindOf(part) === ITEM ? lotsOf(world, thingOf(part)).map(({ lot }) => lot) : [],
  )
  await world.load(lots)
  const children = visits.flatMap((visit) => [
    ...candidates(world, visit),
    ...heldByUnknown(world, thingOf(visit.part)),
  ])
  await world.load(children)
  const carried = new Set([...here, ...lots])
  for (let next = [...carried, ...children]; next.length > 0;) {
    const parents = new Set(next.flatMap((thing) => parentsOf(world, thing)))
    await world.load(parents)
    next = [...parents].filter((parent) => !carried.has(parent))
    for (const parent of next) carried.add(parent)
  }
  const uses = [...carried].flatMap((thing) => partsIn(world, thing, INPUTS))
  await world.loadTransformations(uses, 'outputs')
}

/** What a thing of unknown origin ever held: only one that held nothing when it was used is a gap. */
const heldByUnknown = (world: World, thing: Thing): readonly Thing[] =>
  hasOrigin(world, thing) ? [] : childrenOf(world, thing, () => true)

/** 1. X is a lot → every item of that lot. */
function walkItems(world: World, { part, distance }: Visit, findings: Findings, once: Once): void {
  const { lineage } = world
  const lot = thingOf(part)
  if (kindOf(part) !== LOT || !once.first('items', lot)) return
  for (const mention of itemsOf(world, lot)) {
    const item = lineage.namedIn(mention)
    const event = lineage.eventOf(mention)
    if (endsAt(world, item, findings)) {
      findings.end(item, distance + 1)
      continue
    }
    const step = {
      from: lot,
      to: thingOf(item),
      how: 'of-lot',
      event,
      certainty: 'certain',
    } as const
    if (findings.follow(step)) {
      findings.visit({ part: item, distance: distance + 1, bound: -Infinity })
    }
  }
}

/** Whether a walk ends at an item, and only that it is reached is told. */
function endsAt(world: World, item: Named, findings: Findings): boolean {
  return !findings.keepsLinks && kindOf(item) === ITEM && world.isLeaf(thingOf(item))
}

/** 2 and 3. Y made from X, or from what X was in then. */
function walkUses(
  world: World,
  { part, bound, distance }: Visit,
  findings: Findings,
  once: Once,
): void {
  const thing = thingOf(part)
  const first = bound === -Infinity ? once.first('uses', thing) : once.first('uses', thing, bound)
  if (!first) return
  for (const use of usesOf(world, thing, bound)) {
    const { event, input, steps, through } = use
    if (!makesSomething(world, event)) continue
    reportWay(use, distance, findings)
    const unknown = lacksOrigin(world, thing, event)
    const early = isUsedBeforeMade(world, input, event)
    const way = { id: thingOf(input), as: use.mention, distance: distance + steps }
    const asked = { ...way, certainty: 'certain', ends: steps === 0 && !unknown && !early } as const
    const outputs = walkOutputs(world, event, asked, findings)
    const containers = through.flatMap((stay) =>
      stay.child === thing ? [thingOf(stay.parent)] : [],
    )
    for (const into of unknown ? (steps === 0 ? outputs : containers) : []) {
      findings.gap('origin-unknown', thing, event, [thing, into])
    }
    for (const into of early ? outputs : []) {
      findings.gap('time-order', thingOf(input), event, [thingOf(input), into])
    }
  }
}

const makesSomething = (world: World, use: Event): boolean =>
  world.partners(use, 'outputs').some((making) => !world.lineage.list(making, OUTPUTS).next().done)

/** 5. An item whose lot is used as such → the outputs, as possible: which items went in is not known. */
function walkUsesOfLots(world: World, visit: Visit, findings: Findings, once: Once): void {
  const { part, distance } = visit
  const item = thingOf(part)
  if (kindOf(part) !== ITEM || !once.first('lots', item)) return
  for (const { lot } of lotsOf(world, item)) {
    for (const { event } of usesOf(world, lot, -Infinity)) {
      const as = inRole(world, item, INPUTS).find(
        (mention) => world.lineage.eventOf(mention) === event,
      )
      walkOutputs(world, event, { id: item, as, distance, certainty: 'possible' }, findings)
    }
  }
}

/** Reports the containers between, each at its least distance. */
function reportWay({ through }: Use, distance: number, findings: Findings): void {
  const far = new Map<Thing, number>()
  for (const stay of through) report(stay, { distance, far, findings })
}

function report(
  { child, parent, opened: event, amount }: Packing,
  { distance, far, findings }: { distance: number; far: Map<Thing, number>; findings: Findings },
): void {
  const to = thingOf(parent)
  const at = (far.get(child) ?? distance) + 1
  if (!far.has(to)) far.set(to, at)
  const step = { from: child, to, how: 'packed-in', event, certainty: 'certain', amount } as const
  if (findings.follow(step)) findings.found(parent, at)
}

type Way = {
  readonly id: Thing
  /** How the use names it, if it does. */
  readonly as: Mention | undefined
  readonly distance: number
  readonly certainty: Certainty
  /** Whether outputs that the walk ends at may be counted alone: no gap lies on the way to them. */
  readonly ends?: boolean
}

function walkOutputs(
  world: World,
  use: Event,
  { id: from, as, distance, certainty, ends = false }: Way,
  findings: Findings,
): readonly Thing[] {
  const { lineage } = world
  const followed: Thing[] = []
  const amount = as === undefined ? undefined : lineage.amountIn(as)
  for (const event of world.partners(use, 'outputs')) {
    const time = lineage.time(event)
    // Where the input's time is later than the output's, the link is possible, not certain.
    const sure: Certainty = lineage.time(use) > time ? 'possible' : certainty
    const end = lineage.firstOf(event + 1)
    for (let mention = lineage.firstOf(event); mention < end; mention++) {
      if (lineage.roleOf(mention) !== OUTPUTS) continue
      const part = lineage.namedIn(mention)
      const to = thingOf(part)
      if (ends && sure === 'certain' && endsAt(world, part, findings)) {
        findings.end(part, distance + 1)
        continue
      }
      if (!findings.follow({ from, to, how: 'made-from', event, certainty: sure, amount })) continue
      followed.push(to)
      const bound = lineage.isReusable(to) ? time : -Infinity
      findings.visit({ part, distance: distance + 1, bound })
    }
  }
  return followed
}
