import type { Label, Name, TraceAnswer, TracedThing } from './ask.ts'
import { classOf, lotIn } from './keys.ts'
import { known as withoutUnknown } from './known.ts'
import type { Step } from './passport-facts.ts'
import { together } from './together.ts'
import { lineOf, orderOf } from './stages.ts'

/** Things of one line of the way, nearest first. */
export type Group = { readonly key: string; readonly things: readonly TracedThing[] }

/** What a thing's own record adds to the trace: where and when it was made. */
export type Making = { readonly time: string; readonly offset: string; readonly place?: Name }

export type Labels = ReadonlyMap<string, Label>

const MOST_PLACES = 3

/** Lines that materials without a known stage may take; the rest of them share one. */
const UNSTAGED_LINES = 5

/**
 * The things of a backward trace gathered into the lines of the way, origin first. What is of the product's own class
 * (its lot) belongs to the filling; materials without a stage are gathered by what they are called.
 */
export function groupsOf(trace: TraceAnswer, product: string, labels: Labels): readonly Group[] {
  const groups = new Map<string, TracedThing[]>()
  const nearestFirst = [...trace.things].sort((a, b) => a.distance - b.distance)
  for (const thing of nearestFirst) {
    if (thing.kind === 'class') continue
    const key = groupKeyOf(thing, product, labels)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [thing])
    else group.push(thing)
  }
  return merged([...groups].map(([key, things]) => ({ key, things })))
}

/** The label of a thing: its own, else that of its product. */
export function labelOf(id: string, labels: Labels): Label | undefined {
  const own = labels.get(id)
  const ofClass = labels.get(classOf(id))
  if (own === undefined || ofClass === undefined) return own ?? ofClass
  const stage = own.stage ?? ofClass.stage
  return stage === undefined ? own : { ...own, stage }
}

/** The lines of the way; `makings` holds what was read of some things' own records. */
export function stepsOf(
  groups: readonly Group[],
  trace: TraceAnswer,
  labels: Labels,
  makings: ReadonlyMap<string, Making>,
): readonly Step[] {
  const times = timesOf(trace)
  return groups.map((group) => stepOf(group, { labels, makings, times }))
}

function groupKeyOf(thing: TracedThing, product: string, labels: Labels): string {
  if (classOf(thing.id) === product) return 'can'
  const label = labelOf(thing.id, labels)
  const line = lineOf(label?.stage)
  if (line.key !== 'other') return line.key
  return `other ${label?.name.zh ?? label?.name.en ?? classOf(thing.id)}`
}

function merged(groups: readonly Group[]): readonly Group[] {
  const unstaged = groups.filter(({ key }) => key.startsWith('other'))
  const few = unstaged.length <= UNSTAGED_LINES
  const rest = few ? [] : unstaged.slice(0, unstaged.length - UNSTAGED_LINES + 1)
  const kept = groups.filter((group) => !rest.includes(group))
  const all = few ? kept : [...kept, { key: 'other', things: rest.flatMap(({ things }) => things) }]
  return all.toSorted(
    (a, b) => orderOf(stageOf(a)) - orderOf(stageOf(b)) || farthest(b) - farthest(a),
  )
}

const stageOf = (group: Group): string => group.key.split(' ')[0] ?? group.key
const farthest = ({ things }: Group): number => Math.max(...things.map(({ distance }) => distance))

/** When a thing was made, else when it was first used, as the links tell. */
function timesOf({ links }: TraceAnswer): Known['times'] {
  const made = new Map<string, string>()
  const used = new Map<string, string>()
  for (const { from, to, how, eventTime } of links) {
    if (eventTime === undefined || how === 'of-lot') continue
    keepEarlier(made, to, eventTime)
    keepEarlier(used, from, eventTime)
  }
  return new Map([...used, ...made])
}

function keepEarlier(times: Map<string, string>, id: string, time: string): void {
  const known = times.get(id)
  if (known === undefined || Date.parse(time) < Date.parse(known)) times.set(id, time)
}

type Known = {
  readonly labels: Labels
  readonly makings: ReadonlyMap<string, Making>
  readonly times: ReadonlyMap<string, string>
}

function stepOf(group: Group, known: Known): Step {
  const told = group.things.filter(({ kind }) => kind === 'lot')
  const things = told.length > 0 ? told : group.things
  const possible = things.filter(({ certainty }) => certainty === 'possible').length
  const isCertain = possible < things.length
  return {
    ...withoutUnknown({
      stage: stageOf(group),
      kind: things[0]?.kind ?? 'other',
      name: namesOf(things, known.labels),
      certainty: isCertain ? ('certain' as const) : ('possible' as const),
      lot: things.length === 1 ? lotIn(things[0]?.id ?? '') : undefined,
      count: things.length > 1 ? things.length : undefined,
      possible: isCertain && possible > 0 ? possible : undefined,
    }),
    ...placesOf(group, things, known),
    ...spanOf(things, known),
  }
}

/** The equipment and places of a line name where it was (all of them); else what was read of some things' making. */
function placesOf(
  { things: all }: Group,
  things: readonly TracedThing[],
  { labels, makings }: Known,
): Pick<Step, 'place' | 'amongPlaces'> {
  const sites = all.filter((thing) => !things.includes(thing))
  const named = sites.flatMap(({ id }) => labelOf(id, labels)?.name ?? [])
  const read = things.flatMap(({ id }) => makings.get(id)?.place ?? [])
  const [places, of] = named.length > 0 ? [named, sites.length] : [read, things.length]
  if (places.length === 0) return {}
  const { name, isAll } = together(places, MOST_PLACES)
  return isAll && places.length === of ? { place: name } : { place: name, amongPlaces: true }
}

function namesOf(things: readonly TracedThing[], labels: Labels): Name {
  const names = things.flatMap(({ id }) => labelOf(id, labels)?.name ?? [])
  const { name, isAll } = together(names)
  return isAll ? name : {}
}

function spanOf(
  things: readonly TracedThing[],
  { makings, times }: Known,
): Pick<Step, 'time' | 'until' | 'offset'> {
  const all = things
    .flatMap(({ id }) => makings.get(id)?.time ?? times.get(id) ?? [])
    .toSorted((a, b) => Date.parse(a) - Date.parse(b))
  const [first, last] = [all[0], all.at(-1)]
  if (first === undefined || last === undefined) return {}
  const offset = things.flatMap(({ id }) => makings.get(id)?.offset ?? [])[0]
  return withoutUnknown({ time: first, until: last === first ? undefined : last, offset })
}
