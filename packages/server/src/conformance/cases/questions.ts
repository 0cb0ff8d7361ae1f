import { asked, type Row } from '../asking.ts'
import type { Group } from '../case.ts'
import { everyType } from '../sets/things.ts'

const ALL = 'made seen gone wild near lots counted sorted packed unpacked ordered mixed fitted'

/** EPCIS 2.0 §8.2.7.1: what happened when, and what kind of event it is. */
const PLAIN: readonly Row[] = [
  [
    'eventType ObjectEvent',
    () => ({ eventType: 'ObjectEvent' }),
    'made seen gone wild near lots counted sorted',
  ],
  ['eventType AggregationEvent', () => ({ eventType: 'AggregationEvent' }), 'packed unpacked'],
  ['eventType TransactionEvent', () => ({ eventType: 'TransactionEvent' }), 'ordered'],
  ['eventType TransformationEvent', () => ({ eventType: 'TransformationEvent' }), 'mixed'],
  ['eventType AssociationEvent', () => ({ eventType: 'AssociationEvent' }), 'fitted'],
  [
    'eventType two, joined by |',
    () => ({ eventType: 'TransactionEvent|AssociationEvent' }),
    'ordered fitted',
  ],
  [
    'GE_eventTime and LT_eventTime',
    ({ kept: { names } }) => ({ GE_eventTime: names.at(1), LT_eventTime: names.at(3) }),
    'seen gone',
  ],
  [
    'GE_eventTime another zone, same instant',
    ({ kept: { names } }) => ({ GE_eventTime: zoned(names.at(10)) }),
    'ordered mixed fitted',
  ],
  ['GE_recordTime long past', () => ({ GE_recordTime: '2000-01-01T00:00:00Z' }), ALL],
  ['GE_recordTime not come yet', () => ({ GE_recordTime: '2199-01-01T00:00:00Z' }), ''],
  ['LT_recordTime long past', () => ({ LT_recordTime: '2000-01-01T00:00:00Z' }), ''],
  ['LT_recordTime not come yet', () => ({ LT_recordTime: '2199-01-01T00:00:00Z' }), ALL],
  ['EQ_action ADD', () => ({ EQ_action: 'ADD' }), 'made packed ordered fitted'],
  ['EQ_action DELETE', () => ({ EQ_action: 'DELETE' }), 'gone unpacked'],
  [
    'EQ_action two, joined by |',
    () => ({ EQ_action: 'ADD|DELETE' }),
    'made packed ordered fitted gone unpacked',
  ],
  ['EQ_bizStep bare word', () => ({ EQ_bizStep: 'shipping' }), 'seen'],
  [
    'EQ_bizStep web URI',
    () => ({ EQ_bizStep: 'https://ref.gs1.org/cbv/BizStep-shipping' }),
    'seen',
    SPELLED('CBV 2.0 §7.1'),
  ],
  [
    'EQ_bizStep CBV URN',
    () => ({ EQ_bizStep: 'urn:epcglobal:cbv:bizstep:shipping' }),
    'seen',
    SPELLED('CBV 2.0 §7.1'),
  ],
  ['EQ_bizStep two, joined by |', () => ({ EQ_bizStep: 'shipping|storing' }), 'seen lots counted'],
  ['EQ_bizStep own URI', ({ it }) => ({ EQ_bizStep: it.step }), 'wild'],
  ['EQ_bizStep none of the set', () => ({ EQ_bizStep: 'killing' }), ''],
  ['EQ_disposition bare word', () => ({ EQ_disposition: 'in_progress' }), 'lots packed'],
  [
    'EQ_disposition CBV URN',
    () => ({ EQ_disposition: 'urn:epcglobal:cbv:disp:in_progress' }),
    'lots packed',
    SPELLED('CBV 2.0 §7.2'),
  ],
  [
    'EQ_persistentDisposition_set',
    () => ({ EQ_persistentDisposition_set: 'completeness_verified' }),
    'seen',
  ],
  [
    'EQ_persistentDisposition_unset',
    () => ({ EQ_persistentDisposition_unset: 'completeness_inferred' }),
    'seen',
  ],
  [
    'EQ_persistentDisposition_set what was unset',
    () => ({ EQ_persistentDisposition_set: 'completeness_inferred' }),
    '',
  ],
  ['EQ_readPoint', ({ it }) => ({ EQ_readPoint: it.gate.link }), 'made gone'],
  [
    'EQ_readPoint in the other spelling',
    ({ it }) => ({ EQ_readPoint: it.gate.urn }),
    'made gone',
    SPELLED('CBV 2.0 §8'),
  ],
  ['EQ_bizLocation', ({ it }) => ({ EQ_bizLocation: it.cellar.link }), 'lots counted'],
  [
    'EQ_bizLocation two, joined by |',
    ({ it }) => ({ EQ_bizLocation: `${it.cellar.link}|${it.lab.link}` }),
    'lots counted sorted',
  ],
  ['EQ_transformationID', ({ it }) => ({ EQ_transformationID: it.joint }), 'mixed'],
  ['EQ_eventID', ({ kept }) => ({ EQ_eventID: String(kept.events['made']?.['eventID']) }), 'made'],
  [
    'EQ_eventID two, joined by |',
    ({ kept }) => ({
      EQ_eventID: `${String(kept.events['made']?.['eventID'])}|${String(kept.events['mixed']?.['eventID'])}`,
    }),
    'made mixed',
  ],
  [
    'EQ_eventID of no event',
    () => ({ EQ_eventID: 'urn:uuid:00000000-0000-4000-8000-000000000000' }),
    '',
  ],
  [
    'EQ_bizStep with EQ_bizLocation: all must hold',
    ({ it }) => ({ EQ_bizStep: 'storing|inspecting', EQ_bizLocation: it.cellar.link }),
    'lots counted',
  ],
  [
    'EQ_bizStep with EQ_action: no event has both',
    () => ({ EQ_bizStep: 'shipping', EQ_action: 'DELETE' }),
    '',
  ],
  [
    'EQ_bizStep empty sets no condition',
    () => ({ EQ_bizStep: '', eventType: 'TransactionEvent' }),
    'ordered',
    { clause: 'EPCIS 1.0 interoperability suite, SE73' },
  ],
]

/** EPCIS 2.0 §8.2.7.1: what the event is about. */
const MATCH: readonly Row[] = [
  [
    'MATCH_epc in epcList and childEPCs',
    ({ it }) => ({ MATCH_epc: it.tin.link }),
    'made seen packed',
  ],
  [
    'MATCH_epc in the other spelling',
    ({ it }) => ({ MATCH_epc: it.tin.urn }),
    'made seen packed',
    SPELLED('CBV 2.0 §8.2'),
  ],
  [
    'MATCH_epc two, joined by |',
    ({ it }) => ({ MATCH_epc: `${it.second.link}|${it.third.link}` }),
    'made gone packed ordered',
  ],
  [
    'MATCH_epc a pattern',
    () => ({ MATCH_epc: 'urn:epc:idpat:sgtin:0614141.107346.*' }),
    'made seen gone packed ordered',
  ],
  ['MATCH_epc is no prefix', ({ it }) => ({ MATCH_epc: it.tin.link.slice(0, -1) }), ''],
  ['MATCH_epc not the inputs', ({ it }) => ({ MATCH_epc: it.third.link }), 'packed ordered'],
  ['MATCH_epc not the classes', ({ it }) => ({ MATCH_epc: it.milk.link }), ''],
  ['MATCH_epc own URI', ({ it }) => ({ MATCH_epc: it.near }), 'near'],
  ['MATCH_epc _ is a character like others', ({ it }) => ({ MATCH_epc: it.wild }), 'wild'],
  [
    'MATCH_epc % is a character like others',
    ({ it }) => ({ MATCH_epc: it.wild.replace('a_b', 'a%') }),
    '',
  ],
  [
    'MATCH_epc minds the case of own URIs',
    ({ it }) => ({ MATCH_epc: it.near.replace('axb', 'AXB') }),
    '',
  ],
  ['MATCH_parentID', ({ it }) => ({ MATCH_parentID: it.pallet.link }), 'packed unpacked'],
  [
    'MATCH_parentID in the other spelling',
    ({ it }) => ({ MATCH_parentID: it.pallet.urn }),
    'packed unpacked',
    SPELLED('CBV 2.0 §8.2'),
  ],
  ['MATCH_parentID of a transaction', ({ it }) => ({ MATCH_parentID: it.crate.link }), 'ordered'],
  ['MATCH_parentID of an association', ({ it }) => ({ MATCH_parentID: it.rack.link }), 'fitted'],
  ['MATCH_inputEPC', ({ it }) => ({ MATCH_inputEPC: it.third.link }), 'mixed'],
  ['MATCH_outputEPC', ({ it }) => ({ MATCH_outputEPC: it.powder.link }), 'mixed'],
  ['MATCH_outputEPC not the inputs', ({ it }) => ({ MATCH_outputEPC: it.third.link }), ''],
  ['MATCH_anyEPC', ({ it }) => ({ MATCH_anyEPC: it.third.link }), 'packed ordered mixed'],
  ['MATCH_anyEPC parents too', ({ it }) => ({ MATCH_anyEPC: it.pallet.link }), 'packed unpacked'],
  [
    'MATCH_epcClass in quantityList and childQuantityList',
    ({ it }) => ({ MATCH_epcClass: it.milk.link }),
    'lots packed',
  ],
  [
    'MATCH_epcClass in the other spelling',
    ({ it }) => ({ MATCH_epcClass: it.milk.urn }),
    'lots packed',
    SPELLED('CBV 2.0 §8.3'),
  ],
  ['MATCH_epcClass a trade item', ({ it }) => ({ MATCH_epcClass: it.sort.link }), 'sorted'],
  [
    'MATCH_epcClass a trade item in the other spelling',
    ({ it }) => ({ MATCH_epcClass: it.sort.urn }),
    'sorted',
    SPELLED('CBV 2.0 §8.3'),
  ],
  ['MATCH_inputEPCClass', ({ it }) => ({ MATCH_inputEPCClass: it.milk.link }), 'mixed'],
  ['MATCH_outputEPCClass', ({ it }) => ({ MATCH_outputEPCClass: it.blend.link }), 'mixed'],
  ['MATCH_anyEPCClass', ({ it }) => ({ MATCH_anyEPCClass: it.milk.link }), 'lots packed mixed'],
  ['MATCH_anyEPCClass outputs too', ({ it }) => ({ MATCH_anyEPCClass: it.blend.link }), 'mixed'],
]

const QUANTITY: readonly Row[] = [
  ['EQ_quantity', () => ({ EQ_quantity: '12' }), 'counted'],
  ['GT_quantity', () => ({ GT_quantity: '5' }), 'counted packed'],
  ['GE_quantity', () => ({ GE_quantity: '5' }), 'lots counted packed'],
  ['LT_quantity inputs and outputs too', () => ({ LT_quantity: '5' }), 'mixed'],
  ['LE_quantity', () => ({ LE_quantity: '5' }), 'lots mixed'],
  [
    'GT_quantity with LT_quantity',
    () => ({ GT_quantity: '5', LT_quantity: '20' }),
    'counted',
    { clause: 'EPCIS 1.0 interoperability suite: two bounds on a field' },
  ],
  ['EQ_quantity_KGM', () => ({ EQ_quantity_KGM: '5' }), 'lots'],
  ['GT_quantity_KGM', () => ({ GT_quantity_KGM: '2.5' }), 'lots'],
  ['LE_quantity_KGM', () => ({ LE_quantity_KGM: '1.5' }), 'mixed'],
  ['EQ_quantity_GRM', () => ({ EQ_quantity_GRM: '2500' }), 'packed'],
]

const DEALS: readonly Row[] = [
  [
    'EQ_bizTransaction_po type and value in one entry',
    ({ it }) => ({ EQ_bizTransaction_po: it.order.link }),
    'made',
  ],
  [
    'EQ_bizTransaction_inv type and value in one entry',
    ({ it }) => ({ EQ_bizTransaction_inv: it.order.link }),
    'seen',
  ],
  [
    'EQ_bizTransaction_po two, joined by |',
    ({ it }) => ({ EQ_bizTransaction_po: `${it.order.link}|${it.other.link}` }),
    'made ordered',
  ],
  [
    'EQ_bizTransaction_urn:epcglobal:cbv:btt:po',
    ({ it }) => ({ 'EQ_bizTransaction_urn:epcglobal:cbv:btt:po': it.order.link }),
    'made',
    SPELLED('CBV 2.0 §7.3'),
  ],
  [
    'EQ_bizTransaction_po in the other spelling',
    ({ it }) => ({ EQ_bizTransaction_po: it.order.urn }),
    'made',
    SPELLED('CBV 2.0 §8.5'),
  ],
  ['EQ_source_owning_party', ({ it }) => ({ EQ_source_owning_party: it.farm.link }), 'made'],
  [
    'EQ_source_owning_party type and value in one entry',
    ({ it }) => ({ EQ_source_owning_party: it.dairy.link }),
    '',
  ],
  [
    'EQ_source_possessing_party',
    ({ it }) => ({ EQ_source_possessing_party: it.dairy.link }),
    'made',
  ],
  [
    'EQ_destination_owning_party',
    ({ it }) => ({ EQ_destination_owning_party: it.dairy.link }),
    'made',
  ],
  [
    'EQ_destination_owning_party in the other spelling',
    ({ it }) => ({ EQ_destination_owning_party: it.dairy.urn }),
    'made',
    SPELLED('CBV 2.0 §8.6'),
  ],
]

/** The same instant, told two hours further east. */
function zoned(time: string): string {
  return `${new Date(Date.parse(time) + 7_200_000).toISOString().slice(0, 19)}+02:00`
}

function SPELLED(clause: string): { readonly clause: string } {
  return { clause: `${clause}: spellings of one thing are equal` }
}

export const QUESTIONS: readonly Group[] = [
  {
    name: 'query',
    title: {
      en: 'SimpleEventQuery: what, when, where, why',
      zh: 'SimpleEventQuery：何物、何时、何地、何因',
    },
    cases: asked('query', everyType, [...PLAIN, ...DEALS]),
  },
  {
    name: 'match',
    title: { en: 'SimpleEventQuery: things and classes', zh: 'SimpleEventQuery：物品与类' },
    cases: asked('match', everyType, [...MATCH, ...QUANTITY]),
  },
]
