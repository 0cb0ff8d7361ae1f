/** GS1 moved its web vocabulary between two publications of the context; `gs1:` follows the one that is named. */
export const GS1_VOC_2_0_0 = 'https://gs1.org/voc/'
export const GS1_VOC = 'https://ref.gs1.org/voc/'

/** The prefixes of GS1's context but for `gs1`. */
export const BUILT_IN: ReadonlyMap<string, string> = new Map([
  ['epcis', 'https://ref.gs1.org/epcis/'],
  ['cbv', 'https://ref.gs1.org/cbv/'],
  ['cbvmda', 'urn:epcglobal:cbv:mda:'],
  ['rdfs', 'http://www.w3.org/2000/01/rdf-schema#'],
  ['owl', 'http://www.w3.org/2002/07/owl#'],
  ['xsd', 'http://www.w3.org/2001/XMLSchema#'],
  ['dcterms', 'http://purl.org/dc/terms/'],
])

export const EPCIS_NAMESPACE = 'https://ref.gs1.org/epcis/'

/** Members of an event that stand for `epcis:` and their own name. */
const EVENT_TERMS = `eventTime recordTime eventTimeZoneOffset action certificationInfo bizStep disposition bizLocation
  readPoint transformationID epcList sourceList destinationList persistentDisposition quantity epcClass uom quantityList
  bizTransactionList parentID childEPCs childQuantityList inputEPCList outputEPCList inputQuantityList
  outputQuantityList sensorElementList errorDeclaration ilmd`

const OTHER_TERMS = `ObjectEvent AggregationEvent TransformationEvent AssociationEvent TransactionEvent Collection
  sender receiver instanceIdentifier EPCISDocument EPCISQueryDocument epcisHeader masterData vocabularyList epcisBody
  queryResults subscriptionID queryName resultsBody eventList children`

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

/** What the terms of GS1's context stand for (EPCIS 2.0, JSON-LD): each is protected, so no other context may say otherwise. */
export const STANDARD_TERMS: ReadonlyMap<string, string> = new Map([
  ...BUILT_IN,
  ['gs1', GS1_VOC],
  ['id', '@id'],
  ['type', '@type'],
  ['eventID', '@id'],
  ['baseURL', '@base'],
  ['member', 'http://www.w3.org/2000/01/rdf-schema#member'],
  ['creationDate', 'http://purl.org/dc/terms/created'],
  ['schemaVersion', 'http://www.w3.org/2002/07/owl#versionInfo'],
  ...words(`${EVENT_TERMS} ${OTHER_TERMS}`).map(
    (term) => [term, EPCIS_NAMESPACE + term] as [string, string],
  ),
])

/** By what it stands for, the name of a member of an event. */
export const EVENT_MEMBERS: ReadonlyMap<string, string> = new Map(
  words(EVENT_TERMS).map((term) => [EPCIS_NAMESPACE + term, term]),
)

/**
 * What a context may say of a term all the same: other spellings of a namespace that are in circulation, GS1's own documents
 * included; and of `cbvmda` anything, for documents that GS1's schema calls valid give that prefix to namespaces of their own,
 * and it names nothing but what they say themselves.
 */
const TAKEN: ReadonlyMap<string, RegExp> = new Map([
  ['gs1', /^https?:\/\/(?:www\.|ref\.)?gs1\.org\/voc\/?$/],
  ['cbv', /^https?:\/\/(?:ref|ns)\.gs1\.org\/cbv\/$/],
  ['epcis', /^(?:https?:\/\/(?:ref|ns)\.gs1\.org\/epcis\/|urn:epcglobal:epcis:xsd:\d)$/],
  ['cbvmda', /^/],
])

/** Whether a context may say that a term of the standard's stands for this. */
export function agreesWithStandard(term: string, iri: string): boolean {
  return STANDARD_TERMS.get(term) === iri || TAKEN.get(term)?.test(iri) === true
}
