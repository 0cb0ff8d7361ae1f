import type { JsonObject } from '@suyuan/core/event/event'
import { localTime } from './clock.ts'
import type { Random } from './random.ts'

/** One reading, in the words of a sensorReport. */
export type Reading = JsonObject

const round = (value: number, digits: number): number => Number(value.toFixed(digits))

export function celsius(value: number): Reading {
  return { type: 'Temperature', value: round(value, 1), uom: 'CEL' }
}

/** A temperature beyond its limit. */
export function tooWarm(value: number): Reading {
  return { ...celsius(value), exception: 'ALARM_CONDITION' }
}

/** A share by mass, in percent: fat, protein, moisture. No CBV measurement type says which, so the type is the chain's own word. */
export function percent(what: string, value: number): Reading {
  return { type: `suyuan:${what}`, value: round(value, 2), uom: 'P1' }
}

export function amount(what: string, value: number, uom?: string): Reading {
  return { type: `suyuan:${what}`, value: round(value, 3), ...(uom === undefined ? {} : { uom }) }
}

/** A rapid test: `negative` or `positive`. */
export function verdict(what: string, found: boolean): Reading {
  return {
    type: `suyuan:${what}`,
    stringValue: found ? 'positive' : 'negative',
    booleanValue: found,
  }
}

/** A sensorElementList of one element. */
export function sensed(
  at: number,
  deviceID: string | undefined,
  readings: readonly Reading[],
): readonly JsonObject[] {
  return [
    {
      sensorMetadata: { time: localTime(at), ...(deviceID === undefined ? {} : { deviceID }) },
      sensorReport: readings,
    },
  ]
}

/** Reception's rapid tests and milk analysis: GB 19301 limits with the grades of a good contract. */
export function milkTests(random: Random, temperature: Reading): readonly Reading[] {
  return [
    temperature,
    verdict('antibiotics', false),
    percent('fat', random.between(3.6, 4.1)),
    percent('protein', random.between(3.1, 3.5)),
    amount('acidity', random.between(13, 16)),
    amount('freezingPoint', random.between(-0.535, -0.515), 'CEL'),
    amount('aflatoxinM1', random.between(0.005, 0.04)),
    amount('somaticCells', Math.round(random.between(90, 260)) * 1000),
    amount('plateCount', Math.round(random.between(8, 60)) * 1000),
  ]
}

/** The release tests of a lot of tins; sampling plans are the control plan's business. */
export function tinTests(random: Random): readonly Reading[] {
  return [
    verdict('cronobacter', false),
    verdict('salmonella', false),
    verdict('cereulide', false),
    amount('plateCount', Math.round(random.between(60, 380))),
    percent('protein', random.between(10.4, 12.2)),
    percent('fat', random.between(24.8, 27.2)),
    percent('moisture', random.between(2.2, 3.1)),
    percent('headspaceOxygen', random.between(0.8, 2.1)),
  ]
}

/** The release tests of a lot of base powder. */
export function powderTests(random: Random): readonly Reading[] {
  return [
    verdict('salmonella', false),
    verdict('cronobacter', false),
    verdict('cereulide', false),
    amount('plateCount', Math.round(random.between(80, 420))),
    percent('protein', random.between(10.6, 12.4)),
  ]
}
