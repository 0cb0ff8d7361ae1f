import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

const shared = resolve(import.meta.dirname, '../..', process.env['SUYUAN_SHARED'] ?? '../shared')
/** The folder of published documents, schemas and contexts that the tests hold the product to. */
export const conformance: string = join(shared, 'conformance')
const absent = !existsSync(shared) && process.env['CI'] !== 'true'
/** For tests that need it: without it they say so and are skipped, but for CI, where it must be there. */
export const options: { readonly skip: string | false } = {
  skip: absent ? 'the shared conformance material is not here' : false,
}

/** Where OpenEPCIS keeps its documents. */
export const OPENEPCIS: string = 'openepcis-test-resources/core/src/main/resources/2.0/EPCIS/JSON'

/** The documents in those places that are refused, with the first problem of each. */
export const REFUSED: Readonly<Record<string, string>> = {
  // Measurement types of drafts and private ones without a namespace.
  'SensorData_with_combined_events.json':
    '/epcisBody/eventList/7/sensorElementList/0/sensorReport/1/type unknown-term',
  'TransactionEvent_with_userExtensions.json':
    '/epcisBody/eventList/0/sensorElementList/0/sensorReport/0/type unknown-term',
  // Words of a draft of CBV 2.1.
  'masterDataAvailableForDeforestation.jsonld': '/epcisBody/eventList/0/bizStep unknown-term',
  // Drafts of EPCIS 2.0.
  'epcisDocHavingEventWithComment.json': '/id not-a-uri',
  'epcisDocWithCustomSchemaInContext.json': '/id not-a-uri',
  'epcisDocWithDefaultSchemaInContext.json': '/id not-a-uri',
  'epcisDocWithSingleEvent.json': '/epcisBody required',
  'event-hash-reference-document3.json': '/schemaVersion wrong-type',
  'ACME_ES_SCE_0dot1_InspectingEventDocument1.json': '/epcisBody/eventList/0/epcList/0 check-digit',
  'ACME_ES_SCE_0dot1_ReplacementEventDocument1.json': '/epcisBody/eventList/0/parentID check-digit',
  'EpcisDocument.json': '/epcisBody/eventList/2/class unknown-field',
  'valid-event.json': '/epcList/0 check-digit',
  // The header of an XML document, written in JSON.
  ...Object.fromEntries(
    [
      'advanced_1',
      'advanced_3',
      'advanced_5',
      'advanced_7',
      'advanced_9',
      'advanced_11',
      'advanced_13',
      'advanced_15',
      'advanced_17',
      'advanced_19',
      'with_errorDeclarations',
    ].map((name) => [
      `EPCISQUERYDOCUMENT_${name}.jsonld`,
      '/epcisHeader/StandardBusinessDocumentHeader unknown-field',
    ]),
  ),
  'EPCISQueryDocument_with_masterdata.jsonld':
    '/epcisBody/queryResults/resultsBody/eventList/0/eventTime time-zone',
  'epcisquerydoc-example01.jsonld':
    '/epcisBody/queryResults/resultsBody/eventList/20/transformationID not-a-uri',
  'Request_ObjectEvent_WithMasterdata.json': '/epcisBody/eventList/0/certificationInfo not-a-uri',
  'Request_ObjectEvent_WithMultipleMasterdata.json':
    '/epcisHeader/epcisMasterData/vocabularyList/1/vocabularyElementList/0/attributes/1/id not-a-uri',
}

/** Every problem of each document in the Invalid folders. */
export const INVALID: Readonly<Record<string, readonly string[]>> = {
  'Combination_of_events_with_missing_mandatory_fields.json': [
    '/epcisBody/eventList/0 required',
    '/epcisBody/eventList/1 required',
    '/epcisBody/eventList/1 required',
  ],
  'Combination_of_non_standard_bizStep_and_disposition.json': [
    '/epcisBody/eventList/0/bizStep unknown-term',
    '/epcisBody/eventList/1/disposition unknown-term',
  ],
  'ObjectEvent_with_ilmd_field_without_namespace.json': [
    '/epcisBody/eventList/0/ilmd/materialType unknown-field',
  ],
  'ObjectEvent_with_invalid_certificationInfo.json': [
    '/epcisBody/eventList/0/certificationInfo/0 wrong-type',
    '/epcisBody/eventList/0/certificationInfo/1 wrong-type',
  ],
  'ObjectEvent_with_non_standard_bizStep.json': ['/epcisBody/eventList/0/bizStep unknown-term'],
  'ObjectEvent_with_non_standard_disposition.json': [
    '/epcisBody/eventList/0/disposition unknown-term',
  ],
  'ObjectEvent_with_unknown_field_in_quantityList.json': [
    '/epcisBody/eventList/0/quantityList/0/weight unknown-field',
  ],
  'ObjectEvent_without_identifier_list.json': ['/epcisBody/eventList/0 objects'],
  'QueryDocument_with_invalid_eventType.json': [
    '/epcisBody/queryResults/resultsBody/eventList/0/type event-type',
  ],
  'CaptureDocument.json': [
    '/epcisBody/eventList/0 required',
    '/epcisBody/eventList/1 required',
    '/epcisBody/eventList/1 required',
  ],
  'CaptureDocumentWithCertification.json': [
    '/epcisBody/eventList/0/certificationInfo/0 wrong-type',
    '/epcisBody/eventList/0/certificationInfo/1 wrong-type',
  ],
}
