import type { JsonObject } from '@suyuan/core/event/event'
import { INCIDENTS, type IncidentName } from './incidents.ts'
import type { Journal } from './journal.ts'
import type { Lot, Thing } from './origin.ts'

/** What a person asks for first, and which things answer it. */
const ANSWERS: Readonly<Record<string, readonly Thing['what'][]>> = {
  seedLots: ['maizeSeed', 'alfalfaSeed'],
  fields: ['field'],
  feedLots: ['maize', 'alfalfa', 'silage', 'concentrate', 'tmr'],
  milkLots: ['milk'],
  tankers: ['compartment'],
  waterLots: ['surface', 'ground', 'treated', 'dairyWater'],
  irrigationLots: ['irrigation'],
  oilLots: ['plantOil', 'araCrude', 'araOil'],
  wheyLots: ['whey'],
  premixLots: ['premix'],
  powderLots: ['powder'],
  reworkLots: ['rework'],
}

type Suspect = { readonly id: string; tins: number; certain: number; possible: number }

type Case = {
  readonly suspects: Suspect[]
  readonly facts: Record<string, JsonObject[string]>
  tins: number
}

type Hit = { readonly name: IncidentName; readonly suspect: Suspect; readonly certain: boolean }

/** Tins that are alike in all that they came from. */
export type Group = { readonly name: string; readonly lot: string; readonly hits: readonly Hit[] }

export type Whereabouts = {
  readonly containers: readonly string[]
  readonly place: string
  readonly state: 'at' | 'in-transit'
  /** What is so in the world, where the record shows something else. */
  readonly truly?: JsonObject
}

/** Writes down what is true, as the simulation knows it; reads no event. */
export class Truth {
  readonly #journal: Journal
  readonly #cases = new Map<IncidentName, Case>()
  readonly #byId = new Map<string, Hit[]>()
  tins = 0
  groups = 0

  constructor(journal: Journal, incidents: ReadonlySet<IncidentName>) {
    this.#journal = journal
    for (const name of incidents) this.#cases.set(name, { suspects: [], facts: {}, tins: 0 })
  }

  /** Whether this incident is to happen. */
  wants(name: IncidentName): boolean {
    return this.#cases.has(name)
  }

  /** Names something under suspicion: tins made from it from now on are affected. */
  suspect(name: IncidentName, id: string): void {
    const found = this.#cases.get(name)
    if (found === undefined || found.suspects.some((each) => each.id === id)) return
    const suspect = { id, tins: 0, certain: 0, possible: 0 }
    found.suspects.push(suspect)
    const hits = this.#byId.get(id) ?? []
    hits.push({ name, suspect, certain: true })
    this.#byId.set(id, hits)
  }

  /** Facts of an incident that only the stage where it happens knows. */
  tell(name: IncidentName, facts: JsonObject): void {
    Object.assign(this.#cases.get(name)?.facts ?? {}, facts)
  }

  /** A new group: the tins of a lot that are filled from one blend. */
  openGroup(lot: string, blend: Lot): Group {
    this.groups += 1
    const name = `g${String(this.groups).padStart(6, '0')}`
    const certain = [blend.thing, ...blend.origin.certain]
    const possible = [...blend.origin.possible]
    const line = { group: name, lot, ...describe(certain, possible) }
    this.#journal.truth('groups.ndjson', JSON.stringify(line))
    return { name, lot, hits: [...this.#hits(certain, true), ...this.#hits(possible, false)] }
  }

  /** Tins of a group, as they are filled. */
  tinsOf(group: Group, ids: readonly string[]): void {
    this.tins += ids.length
    const lines = ids.map((id) => `{"id":"${id}","lot":"${group.lot}","group":"${group.name}"}`)
    this.#journal.truth('tins.ndjson', lines.join('\n'))
    const told = new Set<IncidentName>()
    for (const { name, suspect, certain } of group.hits) {
      this.#count(name, suspect, { ids, certain, again: told.has(name) })
      told.add(name)
    }
  }

  /** Tins that a suspect container held at some time. */
  held(name: IncidentName, container: string, ids: readonly string[]): void {
    const suspect = this.#cases.get(name)?.suspects.find((each) => each.id === container)
    if (suspect !== undefined) this.#count(name, suspect, { ids, certain: true, again: false })
  }

  /** Where tins are when the simulation ends. */
  whereabouts(ids: readonly string[], where: Whereabouts): void {
    const rest = JSON.stringify(where).slice(1)
    this.#journal.truth('whereabouts.ndjson', ids.map((id) => `{"id":"${id}",${rest}`).join('\n'))
  }

  /** The incidents that happened, and a summary. */
  close(summary: JsonObject): void {
    const incidents = [...this.#cases].map(([name, { suspects, facts, tins }]) => ({
      name,
      zh: INCIDENTS[name].zh,
      en: INCIDENTS[name].en,
      direction: 'forward',
      suspects: suspects.map((each) => ({ ...each, file: fileOf(name, each, suspects) })),
      tins,
      file: `incident-${name}.tins.txt`,
      gaps: INCIDENTS[name].gaps,
      ...facts,
    }))
    this.#journal.truth('incidents.json', JSON.stringify(incidents, null, 2))
    this.#journal.truth('summary.json', JSON.stringify(summary, null, 2))
  }

  #hits(things: readonly Thing[], certain: boolean): readonly Hit[] {
    return things.flatMap(({ id }) =>
      (this.#byId.get(id) ?? []).map((hit) => ({ ...hit, certain })),
    )
  }

  #count(
    name: IncidentName,
    suspect: Suspect,
    { ids, certain, again }: { ids: readonly string[]; certain: boolean; again: boolean },
  ): void {
    const found = this.#cases.get(name)
    if (found === undefined) return
    suspect.tins += ids.length
    suspect[certain ? 'certain' : 'possible'] += ids.length
    const lines = ids.join('\n')
    const main = `incident-${name}.tins.txt`
    // whether there will be a second suspect is known only later, so each has its own file from the start
    this.#journal.truth(fileOf(name, suspect, found.suspects), lines)
    if (again) return
    found.tins += ids.length
    this.#journal.truth(main, lines)
  }
}

function fileOf(name: IncidentName, suspect: Suspect, suspects: readonly Suspect[]): string {
  return `incident-${name}.${suspects.indexOf(suspect) + 1}.tins.txt`
}

/** The line of a group: everything a backward trace must report but the tin's own lot, and the answers people ask for. */
function describe(certain: readonly Thing[], possible: readonly Thing[]): JsonObject {
  const all = [...certain, ...possible]
  const idsOf = (things: readonly Thing[]): readonly string[] =>
    things.map(({ id }) => id).toSorted()
  const answers = Object.entries(ANSWERS).map(([answer, sorts]) => [
    answer,
    idsOf(all.filter(({ what }) => sorts.includes(what))),
  ])
  const farms = new Set(all.flatMap(({ farm }) => (farm === undefined ? [] : [farm])))
  return {
    backward: idsOf(all),
    possible: idsOf(possible),
    farms: [...farms].toSorted(),
    ...Object.fromEntries(answers),
    gaps: all
      .filter(({ unrecorded }) => unrecorded === true)
      .map(({ id }) => ({ kind: 'origin-unknown', id })),
  }
}
