import { readContext } from '../event/context.ts'
import type { Json } from '../event/event.ts'
import type { Check, Walk } from '../event/walk.ts'
import type { Words } from '../plan/plan.ts'
import { readPlan, type Site } from '../plan/read-plan.ts'
import { faultsOfForm, faultsOfPassport, faultsOfPlan, faultsOfSite } from './faults.ts'
import type { Form, Kind, Pack, PackProblem } from './pack.ts'
import { formShape, packShape, siteShape } from './shape.ts'

type Written = { readonly [key: string]: Json }

export type ReadPack =
  | { readonly ok: true; readonly pack: Pack }
  | { readonly ok: false; readonly problems: readonly PackProblem[] }

/** The folders of a pack, by the name that their files begin with. */
const FOLDERS = { plan: /^plans\/[^/]+$/, form: /^forms\/[^/]+$/, site: /^sites\/[^/]+$/ } as const

/** A pack out of its files, by their paths in it: `pack.yaml`, `plans/…`, `forms/…`, `sites/…`. All that is wrong at once. */
export function readPack(files: ReadonlyMap<string, Json>): ReadPack {
  const problems: PackProblem[] = []
  const head = files.get('pack.yaml')
  if (head === undefined) {
    const says = 'A pack has a file pack.yaml with its name, version and words.'
    return { ok: false, problems: [{ file: 'pack.yaml', at: '', rule: 'missing', says }] }
  }
  judgeShape(head, { file: 'pack.yaml', check: packShape, problems })
  if (problems.length > 0) return { ok: false, problems }
  const of = (kind: keyof typeof FOLDERS, check?: Check): ReadonlyMap<string, Written> =>
    named(files, { kind, check, problems })
  const pack = assembled(head as Written, {
    plans: of('plan'),
    forms: of('form', formShape),
    sites: of('site', siteShape),
  })
  for (const file of files.keys()) {
    if (file !== 'pack.yaml' && !Object.values(FOLDERS).some((form) => form.test(file))) {
      const says = 'Files of a pack are pack.yaml and those in plans, forms and sites.'
      problems.push({ file, at: '', rule: 'unknown-file', says })
    }
  }
  problems.push(...contents(files, pack))
  return problems.length > 0 ? { ok: false, problems } : { ok: true, pack }
}

type Judged = { readonly file: string; readonly check: Check; readonly problems: PackProblem[] }

function judgeShape(value: Json, { file, check, problems }: Judged): boolean {
  const walk: Walk = { at: '', path: [], problems: [], context: readContext({}), strict: false }
  check(value, walk)
  problems.push(...walk.problems.map((problem) => ({ ...problem, file })))
  return walk.problems.length === 0
}

/** The files of one folder by the name that each gives itself; no two may have one name. */
function named(
  files: ReadonlyMap<string, Json>,
  {
    kind,
    check,
    problems,
  }: { kind: keyof typeof FOLDERS; check: Check | undefined; problems: PackProblem[] },
): ReadonlyMap<string, Written> {
  const found = new Map<string, Written>()
  for (const [file, value] of files) {
    if (!FOLDERS[kind].test(file)) continue
    if (check !== undefined && !judgeShape(value, { file, check, problems })) continue
    const name = (value as Written | null)?.[kind]
    if (typeof name !== 'string') continue
    if (found.has(name)) {
      const says = `Another ${kind} of the pack is named ${name}.`
      problems.push({ file, at: `/${kind}`, rule: 'not-unique', says })
    }
    found.set(name, value as Written)
  }
  return found
}

type Files = Readonly<Record<'plans' | 'forms' | 'sites', ReadonlyMap<string, Written>>>

function assembled(head: Written, { plans, forms, sites }: Files): Pack {
  const names = (head['names'] ?? {}) as Readonly<Record<string, Readonly<Record<string, Words>>>>
  const namesOf = (of: keyof Site): ReadonlyMap<string, Words> => mapOf(names[of])
  return {
    id: head['pack'] as string,
    version: head['version'] as string,
    words: head['words'] as Words,
    prefixes: (head['prefixes'] ?? {}) as Readonly<Record<string, string>>,
    names: { places: namesOf('places'), devices: namesOf('devices'), things: namesOf('things') },
    terms: mapOf(head['terms'] as Readonly<Record<string, Words>> | undefined),
    kinds: mapOf(head['kinds'] as Readonly<Record<string, Kind>> | undefined),
    passport: (head['passport'] ?? []) as unknown as Pack['passport'],
    plans,
    forms: forms as unknown as ReadonlyMap<string, Form>,
    sites: new Map([...sites].map(([name, site]) => [name, siteOf(site)])),
  }
}

const mapOf = <T>(of: Readonly<Record<string, T>> | undefined): ReadonlyMap<string, T> =>
  new Map(Object.entries(of ?? {}))

function siteOf({ words, places, devices, things }: Written): Site & { readonly words: Words } {
  const names = (of: Json | undefined): ReadonlyMap<string, readonly string[]> =>
    mapOf(of as Readonly<Record<string, readonly string[]>> | undefined)
  return {
    words: words as Words,
    places: names(places),
    devices: names(devices),
    things: names(things),
  }
}

/** What is wrong between files whose shapes are right. */
function contents(files: ReadonlyMap<string, Json>, pack: Pack): readonly PackProblem[] {
  const all: PackProblem[] = faultsOfPassport(pack).map((one) => ({ ...one, file: 'pack.yaml' }))
  for (const [file, value] of files) {
    const kind = (Object.keys(FOLDERS) as (keyof typeof FOLDERS)[]).find((one) =>
      FOLDERS[one].test(file),
    )
    if (kind === undefined) continue
    if (kind === 'plan') {
      const read = readPlan(value, { prefixes: pack.prefixes })
      const faults = read.ok ? faultsOfPlan(pack, value as Written) : read.problems
      all.push(...faults.map((one) => ({ ...one, file })))
      continue
    }
    const name = (value as Written | null)?.[kind]
    const known = typeof name === 'string' && (pack.forms.has(name) || pack.sites.has(name))
    if (!known) continue
    const faults =
      kind === 'form'
        ? faultsOfForm(pack, value as unknown as Form)
        : faultsOfSite(pack, value as Written)
    all.push(...faults.map((one) => ({ ...one, file })))
  }
  return all
}
