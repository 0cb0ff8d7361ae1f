import { BIZ_STEP, MEASUREMENT_TYPE, wordOf } from '../cbv/vocabulary.ts'
import { expand, isIri, readContext, type Context } from '../event/context.ts'
import type { Json } from '../event/event.ts'
import { nearest } from '../event/nearest.ts'
import { quoted } from '../event/pointer.ts'
import { fail, type Walk } from '../event/walk.ts'
import { identify } from '../id/identify.ts'
import type { Parsed } from '../problem.ts'
import { faultsOfLimits } from './conflicts.ts'
import { dateOf, durationOf } from './duration.ts'
import type { Begins, Due, Limit, Measure, Plan, Point, Where, Words } from './plan.ts'
import { patternOf, type ThingPattern } from './pattern.ts'
import { readDue } from './read-due.ts'
import { readTest } from './read-test.ts'
import { planShape } from './shape.ts'
import { instantOf, zoneOf, type Zone } from './zone.ts'

/** Names that a plan uses and a site gives a meaning: its places, devices and classes of things. */
export type Site = {
  readonly places: ReadonlyMap<string, readonly string[]>
  readonly devices: ReadonlyMap<string, readonly string[]>
  readonly things: ReadonlyMap<string, readonly string[]>
}

export const NO_SITE: Site = { places: new Map(), devices: new Map(), things: new Map() }

/** A plan, and the points of it that are left out because the site does not say what a name of theirs stands for. */
export type ReadPlan = { readonly plan: Plan; readonly unbound: readonly string[] }

/** What a plan file has, once its shape is right. */
export type Written = { readonly [key: string]: Json }

const DEFAULT_ZONE = 'Asia/Shanghai'

/**
 * A control plan as it is written (docs/guides/write-a-pack.md), for a site. All problems at once, each by its JSON pointer.
 *
 * @param prefixes what `suyuan:turbidity` and the like stand for
 */
export function readPlan(
  value: Json,
  {
    site = NO_SITE,
    prefixes = {},
  }: { readonly site?: Site; readonly prefixes?: Readonly<Record<string, string>> } = {},
): Parsed<ReadPlan> {
  const context = readContext(prefixes)
  const walk: Walk = { at: '', path: [], problems: [], context, strict: false }
  planShape(value, walk)
  if (walk.problems.length > 0) return { ok: false, problems: walk.problems }
  const read = new Reader(value as Written, { walk, site, context }).read()
  return walk.problems.length > 0
    ? { ok: false, problems: walk.problems }
    : { ok: true, value: read }
}

type Given = { readonly walk: Walk; readonly site: Site; readonly context: Context }

/** One plan being read: its shape is right, its names are not known to be. */
class Reader {
  readonly #value: Written
  readonly #given: Given
  readonly #zone: Zone
  readonly #unbound = new Set<string>()

  constructor(value: Written, given: Given) {
    this.#value = value
    this.#given = given
    this.#zone = zoneOf((value['zone'] as string | undefined) ?? DEFAULT_ZONE)
  }

  read(): ReadPlan {
    const { plan, version, words, zone, from, until, measures, points, limits } = this.#value
    const known = new Map(
      Object.entries(measures as Written).map(([id, one]) => [
        id,
        this.#measure(id, one as Written),
      ]),
    )
    const read = (points as readonly Written[]).map((one, i) => this.#point(one, i, known))
    const all = (limits as readonly Written[]).map((one, i) => this.#limit(one, i, { known, read }))
    this.#twice('points', read)
    this.#twice('limits', all)
    const faults = this.#given.walk.problems.length > 0 ? [] : faultsOfLimits(all, read)
    for (const { index, rule, says } of faults) {
      this.#fail(`/limits/${index}`, rule, says)
    }
    return {
      plan: {
        id: plan as string,
        version: version as string,
        words: words as Words,
        zoneName: (zone as string | undefined) ?? DEFAULT_ZONE,
        zone: this.#zone,
        from: this.#day(from, -Infinity),
        until: this.#day(until, Infinity),
        measures: known,
        points: read.filter(({ id }) => !this.#unbound.has(id)),
        limits: all,
      },
      unbound: [...this.#unbound],
    }
  }

  #fail(at: string, rule: string, says: string): void {
    fail({ ...this.#given.walk, at }, rule, says)
  }

  #day(said: Json | undefined, otherwise: number): number {
    const day = typeof said === 'string' ? dateOf(said) : undefined
    return day === undefined ? otherwise : instantOf(day, this.#zone)
  }

  #twice(list: string, all: readonly { readonly id: string }[]): void {
    const seen = new Set<string>()
    for (const [i, { id }] of all.entries()) {
      if (seen.has(id)) {
        const says = `Another of the ${list} is named ${quoted(id)}.`
        this.#fail(`/${list}/${i}/id`, 'not-unique', says)
      }
      seen.add(id)
    }
  }

  #measure(id: string, value: Written): Measure {
    const { type, states, unit, ...rest } = value
    const at = `/measures/${id}`
    if (states !== undefined && unit !== undefined) {
      this.#fail(at, 'value', 'A measure has a unit or states, not both.')
    }
    return {
      id,
      ...(rest as unknown as Omit<Measure, 'id' | 'type'>),
      type: this.#type(type as string, `${at}/type`),
      ...(states !== undefined && { states: new Map(Object.entries(states as Written)) as never }),
      ...(unit !== undefined && { unit: { bare: false, ...(unit as object) } as never }),
    }
  }

  /** Fields of an event that a measure may be, besides the types of sensor reports. */
  static readonly FIELDS = ['disposition', 'persistentDisposition', 'certificationInfo']

  #type(said: string, at: string): string {
    const word = wordOf(MEASUREMENT_TYPE, expand(this.#given.context, said))
    const known = [...MEASUREMENT_TYPE.words, ...Reader.FIELDS]
    if (known.includes(word)) return word
    if (isIri(word) && !/^[a-z]+:[^/]/i.test(said)) return word
    if (isIri(word) && word !== said) return word
    const [near] = nearest(said, known)
    const help = near === undefined ? '' : ` Did you mean ${near}?`
    this.#fail(
      at,
      'unknown-term',
      `${quoted(said)} is no type of GS1's and no URI.${help} A prefix stands in pack.yaml.`,
    )
    return said
  }

  #point(value: Written, i: number, measures: ReadonlyMap<string, Measure>): Point {
    const { id, at, reads, also = [], due, recordWithin, action, ...rest } = value
    const here = `/points/${i}`
    for (const [list, names] of [
      ['reads', reads],
      ['also', also],
    ] as const) {
      for (const [k, name] of (names as readonly string[]).entries()) {
        this.#mustKnow(name, measures.keys(), `${here}/${list}/${k}`, 'measure')
      }
    }
    const bind = (where: Written, from: string): Where => this.#where(where, from, id as string)
    const read = readDue(due ?? 'none', `${here}/due`, {
      fail: (from, rule, says) => this.#fail(from, rule, says),
      begins: (one, from): Begins => ({ of: one['of'] as Begins['of'], where: bind(one, from) }),
    })
    return {
      id: id as string,
      ...(rest as unknown as Pick<Point, 'words' | 'control' | 'hazard'>),
      at: bind(at as Written, `${here}/at`),
      reads: reads as readonly string[],
      also: also as readonly string[],
      due: read as Due,
      ...(recordWithin !== undefined && { recordWithin: durationOf(recordWithin as string) ?? 0 }),
      ...(action !== undefined && { action: actionOf(action as Written) }),
    }
  }

  #where(value: Written, at: string, point: string): Where {
    const { site, context } = this.#given
    const list = (key: string): readonly string[] => (value[key] ?? []) as readonly string[]
    const named = (key: 'places' | 'devices'): readonly string[] =>
      list(key).flatMap((said, i): readonly string[] => {
        const bound = site[key].get(said)
        if (bound !== undefined) return bound.map((one) => identify(one).canonical)
        const iri = expand(context, said)
        if (isIri(iri)) return [identify(iri).canonical]
        return this.#leaveOut(point, `${at}/${key}/${i}`, said)
      })
    return {
      places: named('places'),
      devices: named('devices'),
      steps: list('steps').map((said, i) => this.#step(said, `${at}/steps/${i}`)),
      things: list('things').flatMap((said, i) => this.#things(said, `${at}/things/${i}`, point)),
    }
  }

  /** A name that the site does not know: the point cannot be judged there. What no site could know is a fault. */
  #leaveOut(point: string, at: string, said: string): readonly never[] {
    if (/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/.test(said)) this.#unbound.add(point)
    else
      this.#fail(
        at,
        'name',
        `${quoted(said)} is neither a name that a site can give a meaning nor a URI.`,
      )
    return []
  }

  #things(said: string, at: string, point: string | undefined): readonly ThingPattern[] {
    const bound = this.#given.site.things.get(said)
    if (bound !== undefined) return bound.flatMap((one) => patternOf(one) ?? [])
    const pattern = patternOf(said)
    if (pattern !== undefined) return [pattern]
    if (point !== undefined) return this.#leaveOut(point, at, said)
    return []
  }

  #step(said: string, at: string): string {
    const word = wordOf(BIZ_STEP, expand(this.#given.context, said))
    if (BIZ_STEP.words.has(word) || (isIri(word) && word !== said)) return word
    if (/^(?:https?|urn):/.test(word)) return word
    const [near] = nearest(said, BIZ_STEP.words)
    const help = near === undefined ? '' : ` Did you mean ${near}?`
    this.#fail(
      at,
      'unknown-term',
      `CBV 2.0 has no step ${quoted(said)}.${help} A step of your own is prefix:name.`,
    )
    return said
  }

  #mustKnow(name: string, known: Iterable<string>, at: string, what: string): void {
    const all = [...known]
    if (all.includes(name)) return
    const [near] = nearest(name, all)
    const help = near === undefined ? `There are ${all.join(', ')}.` : `Did you mean ${near}?`
    this.#fail(at, 'unknown-name', `The plan has no ${what} ${quoted(name)}. ${help}`)
  }

  #limit(
    value: Written,
    i: number,
    plan: { known: ReadonlyMap<string, Measure>; read: readonly Point[] },
  ): Limit {
    const { id, measure, kind, source, certainty, confirmed, points = [], things = [] } = value
    const at = `/limits/${i}`
    const mustKnow = (name: string, from: string): void =>
      this.#mustKnow(name, plan.known.keys(), from, 'measure')
    mustKnow(measure as string, `${at}/measure`)
    for (const [k, name] of (points as readonly string[]).entries()) {
      this.#mustKnow(
        name,
        plan.read.map((one) => one.id),
        `${at}/points/${k}`,
        'point',
      )
    }
    const sure = certainty === 'F' || certainty === 'H' || confirmed !== undefined
    const test = readTest(value, {
      at,
      measures: plan.known,
      mustKnow,
      fail: (from, rule, says) => this.#fail(from, rule, says),
    })
    const bound = (things as readonly string[]).flatMap((said, k) =>
      this.#things(said, `${at}/things/${k}`, undefined),
    )
    const forNone = (things as readonly string[]).length > 0 && bound.length === 0
    return {
      id: id as string,
      measure: measure as string,
      points: points as readonly string[],
      things: forNone ? [NO_THING] : bound,
      kind: kind as Limit['kind'],
      test,
      source: source as unknown as Limit['source'],
      certainty: certainty as Limit['certainty'],
      ...(confirmed !== undefined && { confirmed: confirmed as never }),
      gates: sure && kind !== 'alert',
      from: this.#day(value['from'], -Infinity),
      until: this.#day(value['until'], Infinity),
    }
  }
}

/** A limit for things that the site has none of holds for nothing. */
const NO_THING: ThingPattern = { stem: '\0', whole: true }

function actionOf({ closeWithin, ...rest }: Written): NonNullable<Point['action']> {
  const length = typeof closeWithin === 'string' ? durationOf(closeWithin) : undefined
  return {
    ...(rest as unknown as NonNullable<Point['action']>),
    ...(length !== undefined && { closeWithin: length }),
  }
}
