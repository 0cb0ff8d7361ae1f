import type { Json } from '../event/event.ts'
import { microsOf } from '../event/micros.ts'
import type { Plan } from './plan.ts'
import { readPlan, type Site } from './read-plan.ts'
import type { Reading, Seen } from './reading.ts'

const words = { zh: '检查', en: 'a check' }
const source = { standard: 'GB 0000', edition: '2022' }

/** A limit that gates. */
export function limit(id: string, measure: string, test: object): Json {
  return { id, measure, kind: 'critical', source, certainty: 'F', ...test } as Json
}

/** A point by the clock. */
export function point(id: string, reads: readonly string[], more: object): Json {
  const at = { places: [`https://id.gs1.org/414/952100200000${id.length}`] }
  return { id, words, control: 'CCP', at, reads, ...more } as Json
}

export const MEASURES: Json = {
  turbidity: {
    words,
    type: 'ex:turbidity',
    unit: { label: 'NTU', bare: true },
    possible: { min: 0, max: 4000 },
  },
  temperature: { words, type: 'Temperature', unit: { label: '°C', uom: 'CEL' } },
  byHand: { words, type: 'ex:turbidityByHand', unit: { label: 'NTU', bare: true } },
  protein: { words, type: 'ex:protein', unit: { label: 'g/100 g', uom: 'P1' } },
  energy: { words, type: 'ex:energy', unit: { label: 'kJ/100 g', bare: true } },
  salmonella: { words, type: 'ex:salmonella', states: { negative: words, positive: words } },
  colonies: { words, type: 'ex:colonies', unit: { label: 'CFU/g', bare: true } },
}

export const PREFIXES: { readonly ex: string } = { ex: 'https://example.com/voc#' }

export function written(more: object): Json {
  const from = '2026-01-01'
  return {
    plan: 'water',
    version: '1',
    words,
    from,
    measures: MEASURES,
    points: [],
    limits: [],
    ...more,
  } as Json
}

/** A plan that must be right. @throws Error naming what is wrong. */
export function planOf(more: object, site?: Site): Plan {
  const read = readPlan(written(more), { prefixes: PREFIXES, ...(site && { site }) })
  if (read.ok) return read.value.plan
  throw new Error(read.problems.map(({ at, says }) => `${at}: ${says}`).join('\n'))
}

/** A moment by the clocks of Shanghai. */
export function at(text: string): number {
  const micros = microsOf(`2026-05-${text}:00+08:00`)
  if (micros === undefined) throw new Error(text)
  return micros
}

export type Told = Partial<Reading> & {
  readonly seen?: never
  readonly eventID?: string
  readonly recorded?: number
} & Partial<Pick<Seen, 'places' | 'step' | 'things'>>

/** A reading at a point of the fixture. */
export function reading(type: string, time: number, told: Told = {}): Reading {
  const { eventID = `e${time} ${type}`, places = [], step, things = [], recorded, ...rest } = told
  const seen = {
    eventID,
    eventTime: time,
    places,
    things,
    ...(step !== undefined && { step }),
    ...(recorded !== undefined && { recorded }),
  }
  const iri = type.includes(':') ? type.replace('ex:', PREFIXES.ex) : type
  return { index: 0, ...rest, type: iri, time, seen }
}
