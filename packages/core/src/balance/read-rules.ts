import type { Json } from '../event/event.ts'
import { array, fault, object, text, within, type At } from '../json/shape.ts'
import type { Parsed, Problem } from '../problem.ts'
import { readClasses, readCovers, type Covers } from '../retention/covers.ts'
import { unitOf } from '../unit/unit.ts'
import { decimalOf, times, ZERO, type Decimal } from './decimal.ts'
import {
  COUNTS,
  DEFAULT_COUNTS,
  type Allowed,
  type BalanceRules,
  type CountRule,
  type Product,
  type Tolerance,
  type Yield,
} from './rules.ts'

/** More rules than these of a kind are a mistake: each part of an event is held to each. */
const MOST_RULES = 200

/** Rules of mass balance as an operator writes them (docs/guides/mass-balance.md); all problems at once, each by its JSON pointer. */
export function readBalanceRules(value: Json): Parsed<BalanceRules> {
  const problems: Problem[] = []
  const top: At = { at: '', problems }
  const members =
    object(value, top, [], ['counts', 'tolerances', 'yields', 'products', 'says']) ?? {}
  const each = <T>(name: string, read: (one: Json, at: At) => T | undefined): readonly T[] => {
    const at = within(top, name)
    const list = array(members[name], at) ?? []
    if (list.length > MOST_RULES)
      fault(at, 'too-many', `more than ${MOST_RULES}; put some together`)
    return list.flatMap((one, i) => read(one, within(at, i)) ?? [])
  }
  const rules: BalanceRules = {
    counts: each('counts', readCount),
    tolerances: each('tolerances', readTolerance),
    yields: each('yields', readYield),
    products: each('products', readProduct),
  }
  named(rules.counts, within(top, 'counts'))
  named(rules.tolerances, within(top, 'tolerances'))
  named(rules.yields, within(top, 'yields'))
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: rules }
}

function named(rules: readonly { readonly id: string }[], at: At): void {
  const seen = new Set<string>()
  for (const { id } of rules) {
    if (seen.has(id)) fault(at, 'repeated', `two of them have the id ${id}`)
    seen.add(id)
  }
}

type Common = Covers & { readonly id: string; readonly of: Readonly<Record<string, Json>> }

/** An id and what it covers; the other members for who reads on. */
function readCommon(
  value: Json,
  at: At,
  must: readonly string[],
  may: readonly string[],
): Common | undefined {
  const members = object(value, at, ['id', 'covers', ...must], [...may, 'says'])
  if (members === undefined) return undefined
  const id = text(members['id'], within(at, 'id'), /^[a-z0-9][a-z0-9.-]{0,63}$/i)
  const covers = readCovers(members['covers'], within(at, 'covers'))
  if (id === undefined || covers === undefined) return undefined
  return { id, ...covers, of: members as Readonly<Record<string, Json>> }
}

function readCount(value: Json, at: At): CountRule | undefined {
  const common = readCommon(value, at, ['counts'], [])
  if (common === undefined) return undefined
  const { of, ...rule } = common
  const said = text(of['counts'], within(at, 'counts'))
  const counts = COUNTS.find((one) => one === said)
  if (counts !== undefined) return { ...rule, counts }
  return said === undefined
    ? undefined
    : fault(within(at, 'counts'), 'value', `${said}: one of ${COUNTS.join(', ')}`)
}

function readTolerance(value: Json, at: At): Tolerance | undefined {
  const common = readCommon(value, at, [], ['loss', 'gain'])
  if (common === undefined) return undefined
  const { of, ...rule } = common
  const loss = 'loss' in of ? readAllowed(of['loss'], within(at, 'loss')) : undefined
  const gain = 'gain' in of ? readAllowed(of['gain'], within(at, 'gain')) : undefined
  if (!('loss' in of) && !('gain' in of)) {
    return fault(at, 'empty', 'give loss, gain or both: {"share": 0.005} or {"kg": 2}')
  }
  return { ...rule, ...(loss && { loss }), ...(gain && { gain }) }
}

function readAllowed(value: Json | undefined, at: At): Allowed | undefined {
  const members = value === undefined ? undefined : object(value, at, [], ['share', 'kg'])
  if (members === undefined) return undefined
  if (Object.keys(members).length === 0)
    return fault(at, 'empty', 'give a share of what went in, kilograms (kg), or both')
  const share = amount(members['share'], within(at, 'share'), 1)
  const kg = amount(members['kg'], within(at, 'kg'))
  return { share: share ?? ZERO, kg: kg ?? ZERO }
}

function amount(value: Json | undefined, at: At, most = Infinity): Decimal | undefined {
  if (value === undefined) return undefined
  if (typeof value === 'number' && value >= 0 && value <= most) return decimalOf(value)
  const range = most === Infinity ? 'a number from 0' : `a number from 0 to ${most}`
  return fault(at, 'value', `${JSON.stringify(value)}: ${range}`)
}

function readYield(value: Json, at: At): Yield | undefined {
  const common = readCommon(value, at, ['least', 'most'], ['of'])
  if (common === undefined) return undefined
  const { of, ...rule } = common
  const inputs = 'of' in of ? readClasses(of['of'], within(at, 'of')) : []
  const least = amount(of['least'], within(at, 'least'))
  const most = amount(of['most'], within(at, 'most'))
  if (inputs === undefined || least === undefined || most === undefined) return undefined
  return { ...rule, of: inputs, least, most }
}

function readProduct(value: Json, at: At): Product | undefined {
  const members = object(value, at, ['classes'], ['density', 'netWeight', 'says'])
  if (members === undefined) return undefined
  const classes = readClasses(members['classes'], within(at, 'classes'))
  const density = weight(members['density'], within(at, 'density'), 'density')
  const piece = weight(members['netWeight'], within(at, 'netWeight'), 'mass')
  if (classes === undefined) return undefined
  return { classes, ...(density && { density }), ...(piece && { piece }) }
}

function weight(value: Json | undefined, at: At, dimension: string): Decimal | undefined {
  if (value === undefined) return undefined
  const members = object(value, at, ['value', 'uom'], [])
  const said = amount(members?.['value'], within(at, 'value'))
  const uom = text(members?.['uom'], within(at, 'uom'))
  if (said === undefined || uom === undefined) return undefined
  const unit = unitOf(uom)
  if (unit.dimension === dimension) return times(said, decimalOf(unit.factor))
  const example = dimension === 'mass' ? 'KGM or GRM' : 'KMQ (kg/m³) or B34 (kg/dm³)'
  return fault(within(at, 'uom'), 'unit', `${uom}: a Rec 20 unit of ${dimension}, like ${example}`)
}

/** {@link DEFAULT_COUNTS} read as an operator's would be. */
export const CBV_COUNTS: readonly CountRule[] = defaults()

function defaults(): readonly CountRule[] {
  const counts = DEFAULT_COUNTS.map(([id, says, events]) => ({
    id,
    counts: says,
    covers: { events },
  }))
  const read = readBalanceRules({ counts })
  if (!read.ok) throw new Error(`the counts of CBV's words: ${JSON.stringify(read.problems)}`)
  return read.value.counts
}
