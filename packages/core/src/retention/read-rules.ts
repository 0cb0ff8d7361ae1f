import type { Json, JsonObject } from '../event/event.ts'
import { nearest } from '../event/nearest.ts'
import { step } from '../event/pointer.ts'
import { identify } from '../id/identify.ts'
import type { Parsed, Problem } from '../problem.ts'
import { parseQuery } from '../query/parameters.ts'
import { isOfMasterData } from '../query/settle.ts'
import { periodOf, type Period } from './period.ts'
import type { ClassPattern, Clock, Rule } from './rule.ts'

/** More rules than these are a mistake: each event is held to each. */
const MOST_RULES = 200

/** Where a value stands, and what was found wrong so far. */
type At = { readonly at: string; readonly problems: Problem[] }

const within = ({ at, problems }: At, key: string | number): At => ({
  at: at + step(key),
  problems,
})

function fault({ at, problems }: At, rule: string, says: string): undefined {
  problems.push({ at, rule, says })
  return undefined
}

/** Rules as an operator writes them (docs/guides/retention.md); all problems at once, each by its JSON pointer. */
export function readRules(value: Json): Parsed<readonly Rule[]> {
  const problems: Problem[] = []
  const top: At = { at: '', problems }
  const members = object(value, top, ['rules'], ['says'])
  const list = members === undefined ? undefined : array(members['rules'], within(top, 'rules'))
  const rules = (list ?? []).flatMap(
    (one, i) => readRule(one, within(within(top, 'rules'), i)) ?? [],
  )
  if (list?.length === 0)
    fault(within(top, 'rules'), 'empty', 'there is no rule in it: nothing would ever go')
  if ((list?.length ?? 0) > MOST_RULES) {
    fault(within(top, 'rules'), 'too-many', `more than ${MOST_RULES} rules; put kinds together`)
  }
  named(rules, within(top, 'rules'))
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: rules }
}

function named(rules: readonly Rule[], at: At): void {
  const seen = new Set<string>()
  for (const { id } of rules) {
    if (seen.has(id)) fault(at, 'repeated', `two rules have the id ${id}`)
    seen.add(id)
  }
}

const MUST = ['id', 'covers', 'keep', 'source', 'certainty']
const MAY = ['says', 'confirmed']

function readRule(value: Json, at: At): Rule | undefined {
  const members = object(value, at, MUST, MAY)
  if (members === undefined) return undefined
  const id = text(members['id'], within(at, 'id'), /^[a-z0-9][a-z0-9.-]{0,63}$/i)
  if ('says' in members) text(members['says'], within(at, 'says'))
  const covers = readCovers(members['covers'], within(at, 'covers'))
  const clocks = readClocks(members['keep'], within(at, 'keep'))
  readSource(members['source'], within(at, 'source'))
  const confirmed = readCertainty(members, at)
  if (id === undefined || covers === undefined || clocks === undefined) return undefined
  return { id, ...covers, clocks, confirmed }
}

type Covers = Pick<Rule, 'where' | 'classes'>

function readCovers(value: Json | undefined, at: At): Covers | undefined {
  if (value === undefined) return undefined
  if (value === 'everything') return { where: [], classes: [] }
  const members = object(value, at, [], ['events', 'classes'])
  if (members === undefined) return undefined
  const where = 'events' in members ? readEvents(members['events'], within(at, 'events')) : []
  const classes = 'classes' in members ? readClasses(members['classes'], within(at, 'classes')) : []
  if (where?.length === 0 && classes?.length === 0) {
    const says = 'nothing narrows it; write "covers": "everything" if that is meant'
    return fault(at, 'empty', says)
  }
  return where === undefined || classes === undefined ? undefined : { where, classes }
}

function readEvents(value: Json | undefined, at: At): Rule['where'] | undefined {
  const members = plainObject(value, at)
  if (members === undefined) return undefined
  const params: [string, string][] = []
  for (const [name, said] of Object.entries(members)) {
    const given = text(said, within(at, name))
    if (given === undefined) continue
    if (/^order|Count/.test(name)) {
      fault(
        within(at, name),
        'not-here',
        'a rule selects events; it neither orders nor counts them',
      )
    } else params.push([name, given])
  }
  const parsed = parseQuery(params)
  if (parsed.ok) {
    const settled = parsed.value.where.flatMap((one) => (isOfMasterData(one) ? [] : [one]))
    if (settled.length === parsed.value.where.length) return settled
    return fault(
      at,
      'not-here',
      'a rule judges an event by itself, without master data (WD_, HASATTR_, EQATTR_)',
    )
  }
  for (const { at: parameter, rule, says } of parsed.problems) {
    fault(within(at, parameter.slice(1)), rule, says)
  }
  return undefined
}

function readClasses(value: Json | undefined, at: At): readonly ClassPattern[] | undefined {
  return array(value, at)?.flatMap((one, i) => {
    const here = within(at, i)
    const said = text(one, here)
    return said === undefined ? [] : (patternOf(said, here) ?? [])
  })
}

function patternOf(said: string, at: At): ClassPattern | undefined {
  if (/^\d{1,13}\*$/.test(said)) return { kind: 'gtin', begins: said.slice(0, -1) }
  if (/^(\d{8}|\d{12,14})$/.test(said)) return { kind: 'gtin', begins: said.padStart(14, '0') }
  const { canonical, kind } = identify(said)
  if (kind === 'class') return { kind: 'class', id: canonical }
  const says = `${said}: a GTIN, the beginning of a GTIN-14 with a star (0952100*), or the identifier of a class in any spelling`
  return fault(at, 'class', says)
}

function readClocks(value: Json | undefined, at: At): readonly Clock[] | undefined {
  const list = array(value, at)
  if (list?.length === 0) fault(at, 'empty', 'say how long: [{"after": "eventTime", "for": "P2Y"}]')
  return list?.flatMap((one, i) => readClock(one, within(at, i)) ?? [])
}

function readClock(value: Json, at: At): Clock | undefined {
  const members = object(value, at, ['after', 'for'], ['else'])
  if (members === undefined) return undefined
  const period = readPeriod(members['for'], within(at, 'for'))
  const otherwise = 'else' in members ? readPeriod(members['else'], within(at, 'else')) : undefined
  const from = text(members['after'], within(at, 'after'))
  if (from === 'expiry') {
    if (!('else' in members)) {
      const says = 'add "else": how long after the event where no expiry date is known'
      return fault(within(at, 'else'), 'missing', says)
    }
    if (period === undefined || otherwise === undefined) return undefined
    return { after: 'expiry', period, otherwise }
  }
  if (from === 'eventTime') {
    if ('else' in members)
      fault(within(at, 'else'), 'not-here', 'goes with "after": "expiry" alone')
    return period && { after: 'eventTime', period }
  }
  return from === undefined
    ? undefined
    : fault(within(at, 'after'), 'value', `${from}: eventTime or expiry`)
}

function readPeriod(value: Json | undefined, at: At): Period | undefined {
  const said = text(value, at)
  if (said === undefined) return undefined
  const period = periodOf(said)
  return period ?? fault(at, 'period', `${said}: a period like P3Y, P18M or P30D`)
}

function readSource(value: Json | undefined, at: At): void {
  const members =
    value === undefined ? undefined : object(value, at, ['name', 'edition'], ['clause'])
  for (const [key, said] of Object.entries(members ?? {})) text(said, within(at, key))
}

/** `M` and `U` gate nothing until a person has confirmed them. */
function readCertainty(members: JsonObject, at: At): boolean {
  const certainty = text(members['certainty'], within(at, 'certainty'), /^[FHMU]$/, 'F, H, M or U')
  const { confirmed } = members
  if (confirmed === undefined) return certainty === 'F' || certainty === 'H'
  const here = within(at, 'confirmed')
  const by = object(confirmed, here, ['by', 'on'], [])
  if (by === undefined) return false
  const who = text(by['by'], within(here, 'by'))
  const on = text(by['on'], within(here, 'on'), /^\d{4}-\d\d-\d\d$/, 'a date like 2026-11-01')
  return who !== undefined && on !== undefined
}

function plainObject(value: Json | undefined, at: At): JsonObject | undefined {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as JsonObject
  return value === undefined ? undefined : fault(at, 'wrong-type', 'an object is needed here')
}

/** An object with these members, and no others. */
function object(
  value: Json | undefined,
  at: At,
  must: readonly string[],
  may: readonly string[],
): JsonObject | undefined {
  const members = plainObject(value, at)
  if (members === undefined) return undefined
  const known = [...must, ...may]
  for (const name of must) {
    if (!(name in members)) fault(within(at, name), 'missing', 'is missing')
  }
  for (const name of Object.keys(members)) {
    if (known.includes(name)) continue
    const [near] = nearest(name, known)
    const says = near === undefined ? `known here are ${known.join(', ')}` : `did you mean ${near}?`
    fault(within(at, name), 'unknown-member', says)
  }
  return members
}

function array(value: Json | undefined, at: At): readonly Json[] | undefined {
  if (Array.isArray(value)) return value as readonly Json[]
  return value === undefined ? undefined : fault(at, 'wrong-type', 'a list is needed here')
}

function text(
  value: Json | undefined,
  at: At,
  form: RegExp = /\S/,
  shape = 'some text',
): string | undefined {
  if (value === undefined) return undefined
  if (typeof value !== 'string') return fault(at, 'wrong-type', `${shape}, in quotation marks`)
  return form.test(value) ? value : fault(at, 'value', `“${value.slice(0, 80)}”: ${shape}`)
}
