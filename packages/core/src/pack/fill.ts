import type { Json, JsonObject } from '../event/event.ts'
import { quoted, step } from '../event/pointer.ts'
import type { Measure, Plan } from '../plan/plan.ts'
import { SAMPLE_MASS, SAMPLE_UOM } from '../plan/reading.ts'
import { good, type Parsed, type Problem } from '../problem.ts'
import type { Form } from './pack.ts'

/** A result: a number in the measure's unit, a state, the address of a photo, or what a laboratory writes (`<10`). */
export type Value = number | string

export type Sample = { readonly value: Value; readonly mass?: number; readonly uom?: string }

/** A form as a person filled it in. */
export type Filled = {
  /** As EPCIS writes it, with its zone. */
  readonly time: string
  readonly offset: string
  readonly place: string
  readonly device?: string
  readonly items?: readonly string[]
  readonly lots?: readonly {
    readonly epcClass: string
    readonly quantity?: number
    readonly uom?: string
  }[]
  readonly values: Readonly<Record<string, Value | readonly Sample[]>>
}

/** The event that a filled form makes. `plan` is the form's, as {@link file://./pack.ts plansAt} reads it; at fault by `/values/…`. */
export function eventOf(form: Form, plan: Plan, filled: Filled): Parsed<JsonObject> {
  const problems: Problem[] = []
  const reports: JsonObject[] = []
  for (const { measure: id, must } of form.fields) {
    const measure = plan.measures.get(id)
    const value = filled.values[id]
    if (measure === undefined) continue
    if (value === undefined) {
      if (must === true)
        problems.push(fault(id, 'required', `${measure.words.en} is to be filled in.`))
      continue
    }
    for (const sample of typeof value === 'object' ? value : [{ value }]) {
      const problem = faultOf(measure, sample.value)
      if (problem === undefined) reports.push(reportOf(measure, sample))
      else problems.push(problem)
    }
  }
  for (const id of Object.keys(filled.values)) {
    if (form.fields.some(({ measure }) => measure === id)) continue
    problems.push(fault(id, 'unknown-field', 'The form does not ask for this.'))
  }
  return problems.length > 0 ? { ok: false, problems } : good(written(form, filled, reports))
}

const fault = (id: string, rule: string, says: string): Problem => ({
  at: `/values${step(id)}`,
  rule,
  says,
})

const BOUND = /^(?:<=?|>=?|≤|≥)\s*\d+(?:\.\d+)?$/

function faultOf(measure: Measure, value: Value): Problem | undefined {
  const { id, states, photo } = measure
  if (states !== undefined) {
    if (typeof value === 'string' && states.has(value)) return undefined
    const says = `${quoted(String(value))} is none of ${[...states.keys()].join(', ')}.`
    return fault(id, 'state', says)
  }
  if (typeof value === 'number') {
    return photo === true ? fault(id, 'wrong-type', PHOTO) : faultOfNumber(measure, value)
  }
  const isRight = photo === true || BOUND.test(value)
  return isRight ? undefined : fault(id, 'wrong-type', 'This is a number, or a bound such as <10.')
}

const PHOTO = 'This is the address of a photo.'

function faultOfNumber({ id, possible, unit }: Measure, value: number): Problem | undefined {
  const { min = -Infinity, max = Infinity } = possible ?? {}
  if (value >= min && value <= max) return undefined
  const says = `${value} cannot be: from ${min} to ${max} ${unit?.label ?? ''} is possible.`
  return fault(id, 'impossible', says)
}

const REFINED = ['microorganism', 'chemicalSubstance', 'component'] as const

function reportOf(measure: Measure, { value, mass, uom }: Sample): JsonObject {
  const { type, unit, photo } = measure
  const said: Record<string, Json> = { type }
  for (const name of REFINED) if (measure[name] !== undefined) said[name] = measure[name]
  if (photo === true) said['uriValue'] = value
  else said[typeof value === 'number' ? 'value' : 'stringValue'] = value
  if (unit?.uom !== undefined && typeof value === 'number') said['uom'] = unit.uom
  if (mass !== undefined) said[SAMPLE_MASS] = mass
  if (uom !== undefined) said[SAMPLE_UOM] = uom
  return said
}

function written({ makes }: Form, filled: Filled, reports: readonly JsonObject[]): JsonObject {
  const { time, offset, place, device, items = [], lots = [] } = filled
  return {
    type: 'ObjectEvent',
    action: 'OBSERVE',
    eventTime: time,
    eventTimeZoneOffset: offset,
    bizStep: makes.bizStep,
    ...(makes.disposition !== undefined && { disposition: makes.disposition }),
    readPoint: { id: place },
    epcList: items,
    ...(lots.length > 0 && { quantityList: lots }),
    sensorElementList: [
      {
        sensorMetadata: { time, ...(device !== undefined && { deviceID: device }) },
        sensorReport: reports,
      },
    ],
  }
}
