import { COMPONENT, MEASUREMENT_TYPE, SENSOR_ALERT } from '../cbv/vocabulary.ts'
import { iri, isList, isObject, listOf, matching, number, objectOf, text, truth } from './checks.ts'
import type { JsonObject } from './event.ts'
import { termOf } from './term.ts'
import { time } from './time.ts'
import { fail, type Check, type Walk } from './walk.ts'

const HEX = /^[A-Fa-f0-9]+$/

/** EPCIS 2.0, sensor elements: what a device or reading may say of itself, in the metadata or in each report. */
const OF_BOTH: readonly (readonly [string, Check])[] = [
  ['time', time],
  ['deviceID', iri],
  ['deviceMetadata', iri],
  ['rawData', iri],
  ['dataProcessingMethod', iri],
  ['bizRules', iri],
]

const sensorMetadata = objectOf({
  is: 'A sensorMetadata',
  others: 'extensions',
  fields: new Map([...OF_BOTH, ['startTime', time], ['endTime', time]]),
})

const sensorReportFields = objectOf({
  is: 'A sensorReport',
  others: 'extensions',
  fields: new Map([
    ...OF_BOTH,
    ['type', termOf(MEASUREMENT_TYPE)],
    ['exception', termOf(SENSOR_ALERT)],
    ['microorganism', iri],
    ['chemicalSubstance', iri],
    ['coordinateReferenceSystem', iri],
    ['value', number],
    ['component', termOf(COMPONENT)],
    ['stringValue', text],
    ['booleanValue', truth],
    ['hexBinaryValue', matching(HEX, 'hex', 'This is hexadecimal digits, as text.')],
    ['uriValue', iri],
    ['minValue', number],
    ['maxValue', number],
    ['meanValue', number],
    ['sDev', number],
    ['percRank', number],
    ['percValue', number],
    ['uom', text],
  ]),
})

/** EPCIS 2.0: the JSON schema wants the type of a reading, the XML schema does not. */
const sensorReport: Check = (value, walk) => {
  sensorReportFields(value, walk)
  if (walk.fromXml === true || !isObject(value) || Object.hasOwn(value, 'type')) return
  fail(walk, 'required', 'A sensorReport must have “type”.')
}

const sensorElementFields = objectOf({
  is: 'A sensorElement',
  others: 'extensions',
  required: ['sensorReport'],
  fields: new Map([
    ['sensorMetadata', sensorMetadata],
    ['sensorReport', listOf(sensorReport, { least: 1 })],
  ]),
})

export const sensorElement: Check = (value, walk) => {
  sensorElementFields(value, walk)
  if (walk.strict && isObject(value)) saidOnce(value, walk)
}

/**
 * GS1’s draft test TCR-53: an attribute stands in the metadata or in the reports, never in both. Samples in
 * circulation (OpenEPCIS) say it twice, so only a strict reading refuses it.
 */
function saidOnce(element: JsonObject, walk: Walk): void {
  const { sensorMetadata: metadata, sensorReport: reports } = element
  if (!isObject(metadata) || !isList(reports)) return
  for (const [i, report] of reports.entries()) {
    if (!isObject(report)) continue
    for (const [name] of OF_BOTH) {
      if (!Object.hasOwn(metadata, name) || !Object.hasOwn(report, name)) continue
      walk.path.push('sensorReport', i)
      const says = `“${name}” stands in the sensorMetadata too; say it in one of the two places.`
      fail(walk, 'said-twice', says, name)
      walk.path.length -= 2
    }
  }
}
