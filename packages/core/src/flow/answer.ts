import { walkBackward } from './backward.ts'
import { walkForward } from './forward.ts'
import { gapsOfPacking } from './gaps.ts'
import { ITEM, kindOf, KINDS, PLACE, thingOf, type Named, type Thing as Number } from './lineage.ts'
import { PERFECT_MIXING, sharesOf } from './share.ts'
import type { Gap, Link, Question, Thing, Trace } from './trace.ts'
import type { Findings, FoundGap, Step, WalkQuestion } from './walk.ts'
import { itemsOf, World, type Ask } from './world.ts'

/**
 * The answer to a trace (trace-semantics): all things reached, whether by a certain path, over which links, and the
 * gaps on the way. Undefined when no event ever named the start.
 */
export async function trace(ask: Ask, question: Question): Promise<Trace | undefined> {
  const world = new World(ask)
  const of = world.number(question.of)
  if (!(await world.seen(of))) return undefined
  const { certain, all } = await walked(world, { ...question, of: [question.of] })
  const within = (distance: number): boolean => distance <= (question.depth ?? Infinity)
  const found = foundIn(all).filter(({ distance }) => within(distance))
  const parts = [world.named(question.of), ...found.map(({ part }) => part)]
  await gapsOfPacking(world, itemsIn(parts), all)
  const reported = new Set([of, ...found.map(({ part }) => thingOf(part))])
  const shares = await sharesOf(
    world,
    question,
    found.map(({ part }) => part),
  )
  await world.spell(reported)
  const things = found
    .map(({ part, distance }) => {
      const share = shares.get(thingOf(part))
      const thing = spelled(world, part, { distance, certain })
      return share === undefined ? thing : { ...thing, share }
    })
    .sort((a, b) => a.distance - b.distance || (a.id < b.id ? -1 : 1))
  const steps = all.links.filter(({ from, to }) => reported.has(from) && reported.has(to))
  await world.tell(steps.map(({ event }) => event))
  const links = steps.map((step) => linkOf(world, step))
  const gaps = await gapsIn(world, all, reported)
  const complete = gaps.length === 0 && things.length === all.size
  const basis = shares.size > 0 && ({ basis: PERFECT_MIXING } as const)
  const { of: asked, direction } = question
  return { of: asked.id, direction, things, links, gaps, complete, ...basis }
}

export type Walked = { readonly certain: Findings; readonly all: Findings }

/** The certain paths are a walk of their own: a bound reached with certainty may be narrower than one that is not. */
export async function walked(
  world: World,
  question: WalkQuestion & Pick<Question, 'direction'>,
): Promise<Walked> {
  const walk = question.direction === 'backward' ? walkBackward : walkForward
  const certain = await walk(world, { ...question, certainOnly: true })
  const only = question.certainOnly === true || !certain.refused
  return { certain, all: only ? certain : await walk(world, question) }
}

export type Found = { readonly part: Named; readonly distance: number }

export function foundIn(findings: Findings): readonly Found[] {
  const found: Found[] = []
  findings.each((part, distance) => found.push({ part, distance }))
  return found
}

function spelled(
  world: World,
  part: number,
  { distance, certain }: { readonly distance: number; readonly certain: Findings },
): Thing {
  const thing = thingOf(part)
  const certainty = certain.has(thing) ? 'certain' : 'possible'
  return { id: world.nameOf(thing), kind: KINDS[kindOf(part)] ?? 'item', distance, certainty }
}

function linkOf(world: World, { from, to, how, event, certainty, amount }: Step): Link {
  const { eventID, eventTime } = world.told(event)
  const ends = { from: world.nameOf(from), to: world.nameOf(to) }
  return { ...ends, how, eventID, eventTime, certainty, ...(amount && { amount }) }
}

/** The gaps that lie on what is told. */
export async function gapsIn(
  world: World,
  findings: Findings,
  told: ReadonlySet<Number>,
): Promise<readonly Gap[]> {
  const found = findings.gapsOn(told)
  await world.tell(found.map(({ event }) => event))
  await world.spell(found.map(({ thing }) => thing))
  return [...found.map((gap) => gapOf(world, gap)), ...(await gapsOfErasure(world, told))]
}

function gapOf(world: World, { kind, thing, event }: FoundGap): Gap {
  return { kind, id: world.nameOf(thing), eventID: world.told(event).eventID }
}

/**
 * Where events that named a thing were let go, its record is cut: what it was made from or went into is no longer told in full.
 * A lot's record is that of its items too.
 */
async function gapsOfErasure(world: World, reported: ReadonlySet<Number>): Promise<readonly Gap[]> {
  if (!world.mayBeErased) return []
  await world.load(reported)
  const items = [...reported].flatMap((thing) =>
    itemsOf(world, thing).map((item) => world.lineage.thingIn(item)),
  )
  const cut = await world.erased([...new Set([...reported, ...items])])
  return [...cut].map(([id, eventID]): Gap => ({ kind: 'origin-unknown', id, eventID }))
}

/** Of what is reported, what is in one parent at a time. */
export function itemsIn(parts: readonly Named[]): readonly Number[] {
  return parts.flatMap((part) =>
    kindOf(part) === ITEM || kindOf(part) === PLACE ? [thingOf(part)] : [],
  )
}
