import type { Json, JsonObject } from '../event/event.ts'
import { textsOf, type Attribute } from '../master/attribute.ts'
import { unitOf } from '../unit/unit.ts'
import { decimalOf, times, type Decimal } from './decimal.ts'
import type { Weights } from './measure.ts'

/**
 * What master data says that a thing weighs: `netWeight` (CBV and the GS1 web vocabulary have it) and `density` (neither has it; any
 * vocabulary's word of that name is taken). A value with its unit, or text like `0.8 KGM`; what is anything else says nothing.
 */
export function statedWeights(attributes: readonly Attribute[]): Weights {
  const density = found(attributes, 'density', 'density')
  const piece = found(attributes, 'netWeight', 'mass')
  return { ...(density && { density }), ...(piece && { piece }) }
}

function found(
  attributes: readonly Attribute[],
  name: string,
  dimension: string,
): Decimal | undefined {
  const form = new RegExp(`[#/:]${name}$`)
  const all = attributes.filter(({ id }) => form.test(id))
  return all
    .map(({ attribute }) => quantityIn(attribute, dimension))
    .find((one) => one !== undefined)
}

function quantityIn(said: Json, dimension: string): Decimal | undefined {
  const [value, code] =
    said !== null && typeof said === 'object' && !Array.isArray(said)
      ? membersOf(said as JsonObject)
      : (/^\s*([\d.]+)\s*([A-Z0-9]{2,3})\s*$/.exec(textsOf(said)[0] ?? '') ?? []).slice(1)
  const number = Number(value)
  if (code === undefined || value === undefined || !(number > 0) || !Number.isFinite(number))
    return undefined
  const unit = unitOf(code)
  return unit.dimension === dimension ? times(decimalOf(number), decimalOf(unit.factor)) : undefined
}

const VALUE = /(^|[#/:])(value|#text|measurement)$/
const UNIT = /(^|[#/:@])(unitCode|measurementUnitCode|uom)$/

function membersOf(said: JsonObject): readonly (string | undefined)[] {
  const member = (form: RegExp): string | undefined => {
    const name = Object.keys(said).find((key) => form.test(key))
    return name === undefined ? undefined : textsOf(said[name] ?? null)[0]
  }
  return [member(VALUE), member(UNIT)]
}
