import { walkBackward } from './backward.ts'
import { walkForward } from './forward.ts'
import { gapsOfPacking } from './gaps.ts'
import type { Gap, Question, Thing, Trace } from './trace.ts'
import type { Findings } from './walk.ts'
import { itemsOf, World, type Ask } from './world.ts'

/**
 * The answer to a trace (trace-semantics): all things reached, whether by a certain path, over which links, and the
 * gaps on the way. Undefined when no event ever named the start.
 */
export async function trace(ask: Ask, question: Question): Promise<Trace | undefined> {
  const world = new World(ask)
  if (!(await world.seen(question.of.id))) return undefined
  const walk = question.direction === 'backward' ? walkBackward : walkForward
  // The certain paths are a walk of their own: a bound reached with certainty may be narrower than one that is not.
  const certain = await walk(world, { ...question, certainOnly: true })
  const all = question.certainOnly === true ? certain : await walk(world, question)
  const within = (distance: number): boolean => distance <= (question.depth ?? Infinity)
  const things = [...all.things.values()]
    .filter(({ distance }) => within(distance))
    .map(({ part: { id, kind }, distance }): Thing => {
      return { id, kind, distance, certainty: certain.things.has(id) ? 'certain' : 'possible' }
    })
    .sort((a, b) => a.distance - b.distance || (a.id < b.id ? -1 : 1))
  await gapsOfPacking(world, itemsIn(question, all, within), all)
  const reported = new Set([question.of.id, ...things.map(({ id }) => id)])
  const links = [...all.links.values()].filter(
    ({ from, to }) => reported.has(from) && reported.has(to),
  )
  const gaps = [...all.gapsOn(reported), ...(await gapsOfErasure(world, reported))]
  const complete = gaps.length === 0 && things.length === all.things.size
  return { of: question.of.id, direction: question.direction, things, links, gaps, complete }
}

/**
 * Where events that named a thing were let go, its record is cut: what it was made from or went into is no longer told in full.
 * A lot's record is that of its items too.
 */
async function gapsOfErasure(world: World, reported: ReadonlySet<string>): Promise<readonly Gap[]> {
  await world.load(reported)
  const items = [...reported].flatMap((id) => itemsOf(world, id).map(({ item }) => item.id))
  const cut = await world.erased([...new Set([...reported, ...items])])
  return [...cut].map(([id, eventID]): Gap => ({ kind: 'origin-unknown', id, eventID }))
}

function itemsIn(
  { of }: Question,
  findings: Findings,
  within: (distance: number) => boolean,
): readonly string[] {
  const things = [...findings.things.values()].filter(({ distance }) => within(distance))
  return [of, ...things.map(({ part }) => part)].flatMap(({ id, kind }) =>
    kind === 'item' || kind === 'place' ? [id] : [],
  )
}
