import {
  BIZ_STEP,
  BIZ_TRANSACTION_TYPE,
  DISPOSITION,
  SOURCE_DEST_TYPE,
  type Vocabulary,
} from '../cbv/vocabulary.ts'

/** The edition an XML document is written in. `1.2` stands for 1.0 and 1.1 too: what they lack is in wrappers. */
export type XmlVersion = '2.0' | '1.2'

/** Namespaces of documents, by edition. */
export const NAMESPACES = {
  '2.0': {
    EPCISDocument: 'urn:epcglobal:epcis:xsd:2',
    EPCISQueryDocument: 'urn:epcglobal:epcis-query:xsd:2',
    EPCISMasterDataDocument: 'urn:epcglobal:epcis-masterdata:xsd:2',
  },
  '1.2': {
    EPCISDocument: 'urn:epcglobal:epcis:xsd:1',
    EPCISQueryDocument: 'urn:epcglobal:epcis-query:xsd:1',
    EPCISMasterDataDocument: 'urn:epcglobal:epcis-masterdata:xsd:1',
  },
} as const

export type DocumentKind = keyof (typeof NAMESPACES)['2.0']

export const SBDH = 'http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader'
export const XSI = 'http://www.w3.org/2001/XMLSchema-instance'
export const XMLNS = 'http://www.w3.org/2000/xmlns/'
/** RDF's name for an entry of a list without a name of its own: how a JSON list inside a list is written. */
export const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'
/** EPCIS as a vocabulary. Further values of a field that XML has once stand in elements of this namespace. */
export const EPCIS_VOC = 'https://ref.gs1.org/epcis/'

/** CBV: the namespace of master data in XML, and what its prefix stands for in JSON. */
export const CBVMDA = { xml: 'urn:epcglobal:cbv:mda', json: 'urn:epcglobal:cbv:mda:' } as const

/** Elements of these are EPCIS's own, however they are qualified. */
export const EPCIS_NAMESPACES: ReadonlySet<string> = new Set([
  ...Object.values(NAMESPACES['2.0']),
  ...Object.values(NAMESPACES['1.2']),
])

/** How the value of a field is written in XML. */
export type Shape =
  | { readonly is: 'text' }
  | { readonly is: 'uri' }
  | { readonly is: 'term'; readonly vocabulary: Vocabulary }
  | { readonly is: 'repeated' }
  | { readonly is: 'list'; readonly each: string }
  | { readonly is: 'typed'; readonly each: string; readonly vocabulary: Vocabulary }
  | { readonly is: 'quantities' | 'place' | 'dispositions' | 'sensors' | 'ilmd' | 'declaration' }

const text: Shape = { is: 'text' }
const uri: Shape = { is: 'uri' }
const epcs: Shape = { is: 'list', each: 'epc' }
const quantities: Shape = { is: 'quantities' }
const typed = (each: string, vocabulary: Vocabulary): Shape => ({ is: 'typed', each, vocabulary })

/** EPCIS 2.0 XML schema: the fields of all events. */
export const SHAPES: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ['eventTime', text],
  ['recordTime', text],
  ['eventTimeZoneOffset', text],
  ['eventID', uri],
  ['errorDeclaration', { is: 'declaration' }],
  ['certificationInfo', { is: 'repeated' }],
  ['parentID', uri],
  ['epcList', epcs],
  ['childEPCs', epcs],
  ['inputEPCList', epcs],
  ['outputEPCList', epcs],
  ['quantityList', quantities],
  ['childQuantityList', quantities],
  ['inputQuantityList', quantities],
  ['outputQuantityList', quantities],
  ['transformationID', uri],
  ['action', text],
  ['bizStep', { is: 'term', vocabulary: BIZ_STEP }],
  ['disposition', { is: 'term', vocabulary: DISPOSITION }],
  ['readPoint', { is: 'place' }],
  ['bizLocation', { is: 'place' }],
  ['bizTransactionList', typed('bizTransaction', BIZ_TRANSACTION_TYPE)],
  ['sourceList', typed('source', SOURCE_DEST_TYPE)],
  ['destinationList', typed('destination', SOURCE_DEST_TYPE)],
  ['sensorElementList', { is: 'sensors' }],
  ['persistentDisposition', { is: 'dispositions' }],
  ['ilmd', { is: 'ilmd' }],
])

const words = (names: string): readonly string[] => names.trim().split(/\s+/)
const BASE = 'eventTime recordTime eventTimeZoneOffset eventID errorDeclaration certificationInfo'
const WHERE = 'bizStep disposition readPoint bizLocation'
const SENSED = 'sourceList destinationList sensorElementList persistentDisposition'

/** EPCIS 2.0 XML schema: the order of the elements of each event. Extensions follow. */
export const ORDER: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'ObjectEvent',
    words(`${BASE} epcList action ${WHERE} bizTransactionList quantityList ${SENSED} ilmd`),
  ],
  [
    'AggregationEvent',
    words(
      `${BASE} parentID childEPCs action ${WHERE} bizTransactionList childQuantityList ${SENSED}`,
    ),
  ],
  [
    'TransactionEvent',
    words(`${BASE} bizTransactionList parentID epcList action ${WHERE} quantityList ${SENSED}`),
  ],
  [
    'TransformationEvent',
    words(
      `${BASE} inputEPCList inputQuantityList outputEPCList outputQuantityList transformationID
       ${WHERE} bizTransactionList ${SENSED} ilmd`,
    ),
  ],
  [
    'AssociationEvent',
    words(
      `${BASE} parentID childEPCs childQuantityList action ${WHERE} bizTransactionList ${SENSED}`,
    ),
  ],
])

/** An event type of someone's own may have any field; the schema does not know it, so the order is ours. */
export const ANY_ORDER: readonly string[] = [
  ...new Set([...ORDER.values()].flat().toSorted((a, b) => rank(a) - rank(b))),
]

function rank(field: string): number {
  return Math.max(...[...ORDER.values()].map((order) => order.indexOf(field)))
}

/** EPCIS 1.2: what stands in `<extension>`, and what 1.2 does not know: one `<extension>` deeper, as GS1 writes it. */
export type Wrapped = {
  readonly extension: ReadonlySet<string>
  readonly further: ReadonlySet<string>
}

const wrapped = (extension: string, further: string): Wrapped => ({
  extension: new Set(words(extension)),
  further: new Set(words(further)),
})

const NEW = 'sensorElementList persistentDisposition'

export const WRAPPED: ReadonlyMap<string, Wrapped> = new Map([
  ['ObjectEvent', wrapped('quantityList sourceList destinationList ilmd', NEW)],
  ['AggregationEvent', wrapped('childQuantityList sourceList destinationList', NEW)],
  ['TransactionEvent', wrapped('quantityList sourceList destinationList', NEW)],
  ['TransformationEvent', wrapped(NEW, '')],
])

/** EPCIS 1.2: in `<baseExtension>`, and one deeper what 1.2 does not know. */
export const IN_BASE_EXTENSION: ReadonlySet<string> = new Set(['eventID', 'errorDeclaration'])
export const IN_BASE_FURTHER: ReadonlySet<string> = new Set(['certificationInfo'])

/** EPCIS 1.2 wants these elements, empty where there is nothing to say. */
export const ALWAYS_THERE: ReadonlyMap<string, string> = new Map([
  ['ObjectEvent', 'epcList'],
  ['AggregationEvent', 'childEPCs'],
  ['TransactionEvent', 'epcList'],
])
