import {
  BIZ_STEP,
  BIZ_TRANSACTION_TYPE,
  DISPOSITION,
  ERROR_REASON,
  SOURCE_DEST_TYPE,
} from '../cbv/vocabulary.ts'
import {
  extensionsOnly,
  identifier,
  iri,
  isList,
  isObject,
  listOf,
  matching,
  number,
  objectOf,
  type Fields,
} from './checks.ts'
import { nearest } from './nearest.ts'
import { quoted } from './pointer.ts'
import { sensorElement } from './sensor.ts'
import { termOf } from './term.ts'
import { time, timeZoneOffset } from './time.ts'
import { fail, type Check } from './walk.ts'

const UUID = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
/** CBV 2.0, event identifiers: `ni:///sha-256;…?ver=CBV2.0`; RFC 6920 calls other algorithms by other names and lengths. */
const HASH_ID = /^ni:\/\/\/sha-256;[0-9a-f]{64}\?ver=CBV\d+\.\d+$/i

/** CBV 2.0, event identifiers: any URI is taken; to be strict, one that says it is a UUID or an event hash is one. */
const eventID: Check = (value, walk) => {
  iri(value, walk)
  if (!walk.strict || typeof value !== 'string') return
  if (/^urn:uuid:/i.test(value) && !UUID.test(value)) {
    fail(walk, 'event-id', `${quoted(value)} is no UUID; that has 8-4-4-4-12 hexadecimal digits.`)
  } else if (/^ni:\/\/\/sha-256;/i.test(value) && !HASH_ID.test(value)) {
    const says = `${quoted(value)} is no event hash; that is ni:///sha-256;, 64 hexadecimal digits and ?ver=CBV2.0.`
    fail(walk, 'event-id', says)
  }
}

const ACTIONS: ReadonlySet<string> = new Set(['ADD', 'OBSERVE', 'DELETE'])

const action: Check = (value, walk) => {
  if (typeof value === 'string' && ACTIONS.has(value)) return
  const near = typeof value === 'string' ? nearest(value, ACTIONS) : []
  const help = near.length === 1 ? ` Did you mean ${near[0]}?` : ''
  fail(walk, 'action', `An action is ADD, OBSERVE or DELETE.${help}`)
}

const certificationInfo: Check = (value, walk) => {
  if (isList(value)) listOf(iri)(value, walk)
  else iri(value, walk)
}

const errorDeclarationFields = objectOf({
  is: 'An errorDeclaration',
  others: 'extensions',
  required: ['declarationTime'],
  fields: new Map([
    ['declarationTime', time],
    ['reason', termOf(ERROR_REASON)],
    ['correctiveEventIDs', listOf(eventID)],
  ]),
})

const DID_NOT_OCCUR = /(?:^|[:-])did_not_occur$/

/** CBV 2.0, error reasons: what never happened cannot have happened otherwise. */
const errorDeclaration: Check = (value, walk) => {
  errorDeclarationFields(value, walk)
  if (!isObject(value)) return
  const { reason, correctiveEventIDs: corrective } = value
  if (typeof reason !== 'string' || !DID_NOT_OCCUR.test(reason)) return
  if (!isList(corrective) || corrective.length === 0) return
  const says =
    'An event that did not occur has no corrections; leave these out, or give the reason incorrect_data.'
  fail(walk, 'error-declaration', says, 'correctiveEventIDs')
}

const quantityElementFields = objectOf({
  is: 'A quantityElement',
  others: 'none',
  required: ['epcClass'],
  fields: new Map([
    ['epcClass', identifier],
    ['quantity', number],
    [
      'uom',
      matching(
        /^[A-Z0-9]{2,3}$/,
        'unit',
        'A unit is the code of two or three capital letters or digits that UN/CEFACT Recommendation 20 gives it, such as KGM.',
      ),
    ],
  ]),
})

const quantityElement: Check = (value, walk) => {
  quantityElementFields(value, walk)
  if (!isObject(value) || !Object.hasOwn(value, 'uom') || Object.hasOwn(value, 'quantity')) return
  fail(
    walk,
    'quantity',
    'A unit needs a quantity; leave both out when the amount is not known.',
    'uom',
  )
}

const dispositions = listOf(termOf(DISPOSITION), { least: 1, unique: true })

const persistentDispositionFields = objectOf({
  is: 'A persistentDisposition',
  others: 'none',
  fields: new Map([
    ['set', dispositions],
    ['unset', dispositions],
  ]),
})

const persistentDisposition: Check = (value, walk) => {
  persistentDispositionFields(value, walk)
  if (!isObject(value) || Object.hasOwn(value, 'set') || Object.hasOwn(value, 'unset')) return
  fail(walk, 'required', 'A persistentDisposition must have “set” or “unset”.')
}

const place = (is: string): Check =>
  objectOf({ is, others: 'any', required: ['id'], fields: new Map([['id', identifier]]) })

const bizTransaction = objectOf({
  is: 'A bizTransaction',
  others: 'none',
  required: ['bizTransaction'],
  fields: new Map([
    ['type', termOf(BIZ_TRANSACTION_TYPE)],
    ['bizTransaction', identifier],
  ]),
})

const sourceOrDestination = (name: 'source' | 'destination'): Check =>
  objectOf({
    is: `A ${name}`,
    others: 'none',
    required: ['type', name],
    fields: new Map([
      ['type', termOf(SOURCE_DEST_TYPE)],
      [name, identifier],
    ]),
  })

const quantities = listOf(quantityElement)
const identifiers = listOf(identifier)
/** GS1's schema wants these lists without repeats: an ObjectEvent's, and both sides of a transformation. */
export const uniqueIdentifiers: Check = listOf(identifier, { unique: true })

/** EPCIS 2.0: what every event may say, an extension's too. The `@context` and `type` are judged apart. */
export const BASE: Fields = new Map<string, Check>([
  ['@context', () => {}],
  ['type', () => {}],
  ['eventTime', time],
  ['recordTime', time],
  ['eventTimeZoneOffset', timeZoneOffset],
  ['eventID', eventID],
  ['certificationInfo', certificationInfo],
  ['errorDeclaration', errorDeclaration],
])

/** EPCIS 2.0: the why and where of every standard event. */
export const CIRCUMSTANCES: Fields = new Map([
  ['bizStep', termOf(BIZ_STEP)],
  ['disposition', termOf(DISPOSITION)],
  ['persistentDisposition', persistentDisposition],
  ['readPoint', place('A readPoint')],
  ['bizLocation', place('A bizLocation')],
  ['bizTransactionList', listOf(bizTransaction)],
  ['sourceList', listOf(sourceOrDestination('source'))],
  ['destinationList', listOf(sourceOrDestination('destination'))],
  ['sensorElementList', listOf(sensorElement)],
])

/** What only some events have. */
export type Particular =
  | 'action'
  | 'epcList'
  | 'quantityList'
  | 'parentID'
  | 'childEPCs'
  | 'childQuantityList'
  | 'inputEPCList'
  | 'inputQuantityList'
  | 'outputEPCList'
  | 'outputQuantityList'
  | 'transformationID'
  | 'ilmd'

export const PARTICULARS: Readonly<Record<Particular, Check>> = {
  action,
  epcList: identifiers,
  quantityList: quantities,
  parentID: identifier,
  childEPCs: identifiers,
  childQuantityList: quantities,
  inputEPCList: uniqueIdentifiers,
  inputQuantityList: quantities,
  outputEPCList: uniqueIdentifiers,
  outputQuantityList: quantities,
  transformationID: identifier,
  ilmd: extensionsOnly('An ilmd'),
}
