import type { Json } from '../event/event.ts'
import { array, fault, object, plainObject, text, within, type At } from '../json/shape.ts'
import { identify } from '../id/identify.ts'
import { parseQuery } from '../query/parameters.ts'
import { isOfMasterData } from '../query/settle.ts'
import type { ClassPattern, Rule } from './rule.ts'

/** What a rule is about: events by a query, and the classes of what they name. */
export type Covers = Pick<Rule, 'where' | 'classes'>

/** `"everything"`, or `{"events", "classes"}`. */
export function readCovers(value: Json | undefined, at: At): Covers | undefined {
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

/** Patterns of classes, each by itself. */
export function readClasses(value: Json | undefined, at: At): readonly ClassPattern[] | undefined {
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

const GTIN = 'https://id.gs1.org/01/'

/** Whether a class is one that a pattern means. */
export function fitsClass(pattern: ClassPattern, ofClass: string): boolean {
  return pattern.kind === 'class'
    ? pattern.id === ofClass
    : ofClass.startsWith(GTIN) && ofClass.startsWith(pattern.begins, GTIN.length)
}
