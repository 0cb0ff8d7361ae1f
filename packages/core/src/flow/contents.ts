import type { FlowEvent, Part } from './flow-event.ts'
import { childrenOf, packingsOf, type Packing } from './packing.ts'
import { linkOf, type Question } from './trace.ts'
import { ALWAYS, overlap, type Findings, type Once, type Span, type Visit } from './walk.ts'
import type { World } from './world.ts'

/**
 * The start of a walk: opened at `at`, or at any time; a reusable one is bounded by `at`. `unbound` bounds nothing: the end
 * of time for what entered (backward), its beginning for what is drawn (forward).
 */
export function startOf({ of, at }: Question, unbound: number): Visit {
  const bound = of.reusable ? (at ?? unbound) : unbound
  return at === undefined
    ? { part: of, distance: 0, bound, open: ALWAYS }
    : { part: of, distance: 0, bound, open: [{ from: at, to: at }], moment: at }
}

/** Children that may be in what is visited while it is open: they and their parents are to be loaded before it is walked. */
export function candidates(world: World, { part, open }: Visit): readonly string[] {
  if (open === undefined) return []
  const within = (from: number, to: number): boolean =>
    open.some((span) => from <= span.to && to >= span.from)
  return childrenOf(world, part.id, within)
}

/** What was in X when it was an input (backward 3), or in the start (4). */
export function walkContents(
  world: World,
  visit: Visit,
  { findings, once, unbound }: { findings: Findings; once: Once; unbound: number },
): void {
  const { part, open } = visit
  if (open === undefined) return
  const use = visit.usedBy?.order ?? ''
  if (!once.first('contents', part.id, use, ...open.flatMap((span) => [span.from, span.to]))) return
  for (const child of candidates(world, visit)) {
    for (const packing of packingsOf(world, child)) {
      if (packing.parent.id !== part.id || packing.relation !== 'packed') continue
      const spans = overlap(open, [packing])
      if (spans.length > 0) walkContent(visit, packing, { spans, findings, unbound })
    }
  }
}

function walkContent(
  visit: Visit,
  { child, opened: event, amount }: Packing,
  { spans, findings, unbound }: { spans: readonly Span[]; findings: Findings; unbound: number },
): void {
  const link = linkOf(child, visit.part.id, 'packed-in', { event, certainty: 'certain', amount })
  if (!findings.follow(link)) return
  const part = childPart(event, child)
  const { moment, usedBy } = visit
  findings.visit({
    part,
    distance: visit.distance + 1,
    bound: part.reusable ? (moment ?? unbound) : unbound,
    open: spans,
    asLot: true,
    ...(moment !== undefined && { moment }),
    ...(usedBy && { usedBy, into: visit.part.id }),
  })
}

/** A child as the event that packed it names it. */
function childPart(event: FlowEvent, child: string): Part {
  const part = event.children.find(({ id }) => id === child)
  if (part === undefined)
    throw new Error(`${event.eventID} opened a stay of ${child} it does not name`)
  return part
}
