import { BIZ_STEP, DISPOSITION, wordOf, type Vocabulary } from '../cbv/vocabulary.ts'
import type { Json } from '../event/event.ts'
import { nearest } from '../event/nearest.ts'
import { quoted, step } from '../event/pointer.ts'
import { patternOf } from '../plan/pattern.ts'
import type { Problem } from '../problem.ts'
import type { Form, Pack } from './pack.ts'

type Written = { readonly [key: string]: Json }

const NAME = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/
const OWN = /^[A-Za-z][\w.-]*:[A-Za-z][\w.-]*$/

/** A name that stands nowhere, with those it may have been meant for. */
function unknown(at: string, what: string, name: string, known: Iterable<string>): Problem {
  const all = [...known]
  const [near] = nearest(name, all)
  const there = all.length === 0 ? 'There is none.' : `There are ${all.slice(0, 12).join(', ')}.`
  const help = near === undefined ? there : `Did you mean ${near}?`
  return { at, rule: 'unknown-name', says: `There is no ${what} ${quoted(name)}. ${help}` }
}

/** Names for a site that pack.yaml does not list, and words of one's own that it does not explain. */
export function faultsOfPlan(pack: Pack, plan: Written): readonly Problem[] {
  const points = plan['points'] as readonly Written[]
  return points.flatMap(({ at, due }, i) => {
    const batch = ((due as Written | undefined)?.['batch'] ?? {}) as Written
    const wheres = [
      [`/points/${i}/at`, at],
      [`/points/${i}/due/batch/begins`, batch['begins']],
      [`/points/${i}/due/batch/ends`, batch['ends']],
    ] as const
    return wheres.flatMap(([pointer, where]) =>
      where === undefined ? [] : faultsOfWhere(pack, where as Written, pointer),
    )
  })
}

const OF_SITE = ['places', 'devices', 'things'] as const

function faultsOfWhere(pack: Pack, where: Written, at: string): readonly Problem[] {
  const names = OF_SITE.flatMap((list) =>
    ((where[list] ?? []) as readonly string[]).flatMap((name, i) => {
      const known = !NAME.test(name) || pack.names[list].has(name)
      return known || (list === 'things' && patternOf(name) !== undefined)
        ? []
        : [
            unknown(
              `${at}/${list}/${i}`,
              `name for ${list} in pack.yaml`,
              name,
              pack.names[list].keys(),
            ),
          ]
    }),
  )
  const steps = ((where['steps'] ?? []) as readonly string[]).flatMap((said, i) =>
    faultsOfWord(pack, BIZ_STEP, said, `${at}/steps/${i}`),
  )
  return [...names, ...steps]
}

/** A word of CBV's, or one of the pack's own terms: people will read it. */
function faultsOfWord(
  pack: Pack,
  vocabulary: Vocabulary,
  said: string,
  at: string,
): readonly Problem[] {
  if (vocabulary.words.has(wordOf(vocabulary, said)) || /^(?:https?|urn):/.test(said)) return []
  if (OWN.test(said) && pack.terms.has(said)) return []
  const known = [...vocabulary.words, ...pack.terms.keys()]
  return [unknown(at, `${vocabulary.field} in CBV or the terms of pack.yaml`, said, known)]
}

/** Names that the pack does not know, and classes that cannot be read. */
export function faultsOfSite(pack: Pack, site: Written): readonly Problem[] {
  return OF_SITE.flatMap((list) =>
    Object.entries((site[list] ?? {}) as Readonly<Record<string, readonly string[]>>).flatMap(
      ([name, ids]): readonly Problem[] => {
        const at = `/${list}${step(name)}`
        if (!pack.names[list].has(name)) {
          return [unknown(at, `name for ${list} in pack.yaml`, name, pack.names[list].keys())]
        }
        return list !== 'things' ? [] : ids.flatMap((id, i) => faultOfClass(id, `${at}/${i}`))
      },
    ),
  )
}

function faultOfClass(id: string, at: string): readonly Problem[] {
  if (patternOf(id) !== undefined) return []
  const says = `${quoted(id)} is no GTIN, no beginning of one with a star (0690123*) and no identifier.`
  return [{ at, rule: 'thing', says }]
}

/** A form that asks for what its point does not read, or does not ask for what it must. */
export function faultsOfForm(pack: Pack, { plan, point, makes, fields }: Form): readonly Problem[] {
  const words = [
    ...faultsOfWord(pack, BIZ_STEP, makes.bizStep, '/makes/bizStep'),
    ...(makes.disposition === undefined
      ? []
      : faultsOfWord(pack, DISPOSITION, makes.disposition, '/makes/disposition')),
  ]
  const known = pack.plans.get(plan) as Written | undefined
  if (known === undefined) return [...words, unknown('/plan', 'plan', plan, pack.plans.keys())]
  const points = known['points'] as readonly {
    id: string
    reads: readonly string[]
    also?: readonly string[]
  }[]
  const found = points.find(({ id }) => id === point)
  if (found === undefined) {
    return [
      ...words,
      unknown(
        '/point',
        `point of ${plan}`,
        point,
        points.map(({ id }) => id),
      ),
    ]
  }
  const read = [...found.reads, ...(found.also ?? [])]
  const strange = fields.flatMap(({ measure }, i) =>
    read.includes(measure)
      ? []
      : [unknown(`/fields/${i}/measure`, `measure at ${point}`, measure, read)],
  )
  const asked = fields.map(({ measure }) => measure)
  const unasked = found.reads.filter((measure) => !asked.includes(measure))
  if (unasked.length === 0) return [...words, ...strange]
  const says = `The point ${point} is not checked without ${unasked.join(', ')}; add a field for each.`
  return [...words, ...strange, { at: '/fields', rule: 'required', says }]
}

/** Measures that no plan has. */
export function faultsOfPassport({ passport, plans }: Pack): readonly Problem[] {
  const known = [...plans.values()].flatMap((plan) =>
    Object.keys(((plan as Written | null)?.['measures'] ?? {}) as Written),
  )
  return passport.flatMap(({ measures }, i) =>
    measures.flatMap((measure, k) =>
      known.includes(measure)
        ? []
        : [unknown(`/passport/${i}/measures/${k}`, 'measure in a plan', measure, known)],
    ),
  )
}
