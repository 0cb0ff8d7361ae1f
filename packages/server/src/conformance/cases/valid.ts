import { randomUUID } from 'node:crypto'
import { sgln, sgtin } from '../keys.ts'
import {
  EARLY,
  sensed,
  aggregation,
  association,
  but,
  lot,
  object,
  TEMPERATURE,
  transaction,
  transformation,
  without,
  type Rule,
} from './rule.ts'

/** Every type of event, and the fields that it may have. */
export const VALID: readonly Rule[] = [
  ['object', 'EPCIS 2.0 §7.4.2', 'an ObjectEvent', object],
  [
    'object-empty-epcList',
    'JSON Schema, ObjectEvent',
    'an ObjectEvent with an empty epcList',
    but(object, { epcList: [] }),
  ],
  [
    'object-quantity',
    'EPCIS 2.0 §7.4.2',
    'an ObjectEvent with classes alone',
    (serial) => ({
      type: 'ObjectEvent',
      action: 'OBSERVE',
      quantityList: [{ epcClass: lot(serial), quantity: 3, uom: 'KGM' }],
    }),
  ],
  [
    'object-place-sensed',
    'JSON Schema, ObjectEvent',
    'an ObjectEvent about a place: sensors and readPoint, no object',
    () => ({
      type: 'ObjectEvent',
      action: 'OBSERVE',
      readPoint: { id: sgln('00001', '0').link },
      sensorElementList: [{ sensorReport: [TEMPERATURE] }],
    }),
  ],
  [
    'object-ilmd',
    'EPCIS 2.0 §7.4.2',
    'ilmd in an ObjectEvent that adds',
    but(object, { action: 'ADD', ilmd: { 'ex:fat': 3.5 } }),
  ],
  ['aggregation', 'EPCIS 2.0 §7.4.3', 'an AggregationEvent', aggregation],
  [
    'aggregation-delete-all',
    'EPCIS 2.0 §7.4.3',
    'an AggregationEvent DELETE without children: all of them',
    without(but(aggregation, { action: 'DELETE' }), 'childEPCs'),
  ],
  [
    'aggregation-observe-orphans',
    'EPCIS 2.0 §7.4.3',
    'an AggregationEvent OBSERVE without parent',
    without(but(aggregation, { action: 'OBSERVE' }), 'parentID'),
  ],
  ['transaction', 'EPCIS 2.0 §7.4.4', 'a TransactionEvent', transaction],
  [
    'transaction-delete-all',
    'EPCIS 2.0 §7.4.4',
    'a TransactionEvent DELETE without objects: all of them',
    without(but(transaction, { action: 'DELETE' }), 'epcList'),
  ],
  ['transformation', 'EPCIS 2.0 §7.4.5', 'a TransformationEvent', transformation],
  [
    'transformation-half',
    'EPCIS 2.0 §7.4.5',
    'inputs alone, with a transformationID',
    without(but(transformation, { transformationID: `urn:uuid:${randomUUID()}` }), 'outputEPCList'),
  ],
  [
    'transformation-ilmd',
    'EPCIS 2.0 §7.4.5',
    'ilmd in a TransformationEvent',
    but(transformation, { ilmd: { 'ex:fat': 4 } }),
  ],
  ['association', 'EPCIS 2.0 §7.4.6', 'an AssociationEvent', association],
  [
    'association-place',
    'TCR-54 step 2',
    'an AssociationEvent whose parent is a place',
    but(association, { parentID: 'urn:epc:id:sgln:0614141.00005.0' }),
  ],
  [
    'association-delete-all',
    'EPCIS 2.0 §7.4.6',
    'an AssociationEvent DELETE without children: all of them',
    without(but(association, { action: 'DELETE' }), 'childEPCs'),
  ],
  [
    'sources',
    'EPCIS 2.0 §7.4.1',
    'sources and destinations with their types',
    but(object, {
      sourceList: [{ type: 'owning_party', source: 'urn:epc:id:pgln:0614141.00006' }],
      destinationList: [{ type: 'location', destination: sgln('00002', '0').link }],
    }),
  ],
  [
    'persistent',
    'EPCIS 2.0 §7.4.1',
    'persistentDisposition on an ObjectEvent',
    but(object, {
      persistentDisposition: { set: ['completeness_verified'], unset: ['completeness_inferred'] },
    }),
  ],
  [
    'certification',
    'EPCIS 2.0 §7.4.1',
    'certificationInfo',
    but(object, { certificationInfo: ['https://accreditation-council.example.org/certificate/1'] }),
  ],
  [
    'own-bizStep',
    'CBV 2.0 §7.1',
    'a business step of one’s own, as a URI',
    but(object, { bizStep: 'https://ns.example.com/epcis-conformance/step' }),
  ],
  [
    'urn-epc',
    'CBV 2.0 §8.2',
    'an EPC URN',
    (serial) => ({ ...object(serial), epcList: [sgtin('107346', serial).urn] }),
  ],
  [
    'own-uri-epc',
    'CBV 2.0 §8.2',
    'a URI of one’s own as an identifier',
    (serial) => ({ ...object(serial), epcList: [`urn:x-conformance:${serial}`] }),
  ],
  [
    'extension',
    'EPCIS 2.0 §7.1',
    'fields of one’s own, nested',
    but(object, { 'ex:field': { 'ex:inner': [1, 'two', { 'ex:deep': true }] } }),
  ],
  [
    'offset-14',
    'JSON Schema, eventTimeZoneOffset',
    'eventTimeZoneOffset +14:00',
    but(object, { eventTimeZoneOffset: '+14:00' }),
  ],
  [
    'error-declaration',
    'EPCIS 2.0 §7.4.1.2',
    'an errorDeclaration',
    but(object, {
      errorDeclaration: { declarationTime: '2020-01-15T00:00:00Z', reason: 'did_not_occur' },
    }),
  ],
  [
    'error-declaration-extended',
    'EPCIS 2.0 §7.4.1.2',
    'an errorDeclaration with fields of one’s own',
    but(object, {
      errorDeclaration: { declarationTime: '2020-01-15T00:00:00Z', 'ex:blame': 'clerk' },
    }),
  ],
  [
    'sensor',
    'EPCIS 2.0 §7.3.5.5',
    'a sensor reading',
    sensed([{ sensorMetadata: { time: EARLY }, sensorReport: [TEMPERATURE] }]),
  ],
  [
    'sensor-extended',
    'TCR-53 step 1',
    'a sensor reading with fields of one’s own at every level',
    sensed([
      {
        sensorMetadata: { time: EARLY, 'ex:room': 'R1' },
        sensorReport: [{ ...TEMPERATURE, 'ex:probe': 3 }],
        'ex:batch': 'B1',
      },
    ]),
  ],
]
