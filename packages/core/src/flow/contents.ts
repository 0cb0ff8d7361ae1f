import { thingOf, type Thing } from './lineage.ts'
import { childrenOf, PACKED, packingsOf, type Packing } from './packing.ts'
import type { Part } from './flow-event.ts'
import { ALWAYS, overlap, type Findings, type Once, type Span, type Visit } from './walk.ts'
import type { World } from './world.ts'

type Bounds = { readonly at: number | undefined; readonly unbound: number }

/**
 * The start of a walk: opened at `at`, or at any time; a reusable one is bounded by `at`. `unbound` bounds nothing: the end
 * of time for what entered (backward), its beginning for what is drawn (forward).
 */
export function startOf(world: World, of: Part, { at, unbound }: Bounds): Visit {
  const part = world.named(of)
  const bound = of.reusable ? (at ?? unbound) : unbound
  return at === undefined
    ? { part, distance: 0, bound, open: ALWAYS }
    : { part, distance: 0, bound, open: [{ from: at, to: at }], moment: at }
}

/** Children that may be in what is visited while it is open: they and their parents are to be loaded before it is walked. */
export function candidates(world: World, { part, open }: Visit): readonly Thing[] {
  if (open === undefined) return []
  const within = (from: number, to: number): boolean =>
    open.some((span) => from <= span.to && to >= span.from)
  return childrenOf(world, thingOf(part), within)
}

/** What was in X when it was an input (backward 3), or in the start (4). */
export function walkContents(
  world: World,
  visit: Visit,
  { findings, once, unbound }: { findings: Findings; once: Once; unbound: number },
): void {
  const { part, open, usedBy } = visit
  if (open === undefined) return
  const moments = open.flatMap((span) => [span.from, span.to])
  const thing = thingOf(part)
  if (!once.first('contents', thing, usedBy ?? '', ...moments)) return
  for (const child of candidates(world, visit)) {
    for (const packing of packingsOf(world, child)) {
      if (thingOf(packing.parent) !== thing || packing.relation !== PACKED) continue
      const spans = overlap(open, [packing])
      if (spans.length > 0) walkContent(world, visit, packing, { spans, findings, unbound })
    }
  }
}

function walkContent(
  { lineage }: World,
  visit: Visit,
  { child, opened: event, as: part, amount }: Packing,
  { spans, findings, unbound }: { spans: readonly Span[]; findings: Findings; unbound: number },
): void {
  const into = thingOf(visit.part)
  const step = {
    from: child,
    to: into,
    how: 'packed-in',
    event,
    certainty: 'certain',
    amount,
  } as const
  if (!findings.follow(step)) return
  const { moment, usedBy } = visit
  findings.visit({
    part,
    distance: visit.distance + 1,
    bound: lineage.isReusable(child) ? (moment ?? unbound) : unbound,
    open: spans,
    asLot: true,
    ...(moment !== undefined && { moment }),
    ...(usedBy !== undefined && { usedBy, into }),
  })
}
