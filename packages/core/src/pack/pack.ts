import type { Json } from '../event/event.ts'
import type { Words } from '../plan/plan.ts'
import { readPlan, type ReadPlan, type Site } from '../plan/read-plan.ts'
import type { Problem } from '../problem.ts'

/** Domain knowledge as data: docs/guides/write-a-pack.md. */
export type Pack = {
  readonly id: string
  readonly version: string
  readonly words: Words
  readonly prefixes: Readonly<Record<string, string>>
  /** What a site has to give a meaning. */
  readonly names: Readonly<Record<keyof Site, ReadonlyMap<string, Words>>>
  readonly terms: ReadonlyMap<string, Words>
  readonly kinds: ReadonlyMap<string, Kind>
  readonly passport: readonly { readonly words: Words; readonly measures: readonly string[] }[]
  /** As they are written; {@link plansAt} reads them for a site. */
  readonly plans: ReadonlyMap<string, Json>
  readonly forms: ReadonlyMap<string, Form>
  readonly sites: ReadonlyMap<string, Site & { readonly words: Words }>
}

/** A kind of place, product, equipment or party that master data describes, and what it says of one. */
export type Kind = {
  readonly words: Words
  readonly of: 'place' | 'product' | 'equipment' | 'party'
  readonly attributes?: Readonly<Record<string, { readonly words: Words; readonly must?: boolean }>>
}

/** Which event a person makes by filling it in: an observation at a point of a plan. */
export type Form = {
  readonly form: string
  readonly words: Words
  readonly plan: string
  readonly point: string
  readonly makes: {
    readonly bizStep: string
    readonly disposition?: string
    /** Whether it asks which things it is about. */
    readonly things?: 'none' | 'asked'
  }
  readonly fields: readonly Field[]
}

/** `samples`: it takes several results, each of a sample with its mass. */
export type Field = {
  readonly measure: string
  readonly must?: boolean
  readonly samples?: boolean
}

/** What is wrong in one file of a pack; `at` is a JSON pointer in it. */
export type PackProblem = Problem & { readonly file: string }

/** The plans of a pack at one of its sites, with the points that the site leaves out. */
export function plansAt({ plans, prefixes, sites }: Pack, name: string): readonly ReadPlan[] {
  const site = sites.get(name)
  if (site === undefined) return []
  return [...plans.values()].flatMap((plan) => {
    const read = readPlan(plan, { site, prefixes })
    return read.ok ? [read.value] : []
  })
}
