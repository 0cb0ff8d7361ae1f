import type { Json, JsonObject } from '../event/event.ts'
import { array, fault, object, text, within, type At } from '../json/shape.ts'
import type { Parsed, Problem } from '../problem.ts'
import { readCovers } from './covers.ts'
import { periodOf, type Period } from './period.ts'
import type { Clock, Rule } from './rule.ts'

/** More rules than these are a mistake: each event is held to each. */
const MOST_RULES = 200

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
