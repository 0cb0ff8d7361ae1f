import type { EpcisEvent, JsonObject } from '@suyuan/core/event/event'
import type { Label } from './ask.ts'

const HOST = 'https://id.gs1.org'
const GTIN = {
  tin: '09521001008013',
  milk: '09521004001608',
  silo: '09521001002022',
  powder: '09521001002042',
  whey: '09521006003013',
}
const gln = (n: number): string => `${HOST}/414/952100100001${n}`
const lot = (sort: keyof typeof GTIN, number: string): string =>
  `${HOST}/01/${GTIN[sort]}/10/${number}`

export const PLACE: Readonly<Record<'farm' | 'plant' | 'shop' | 'lab', string>> = {
  farm: gln(1),
  plant: gln(2),
  shop: gln(3),
  lab: gln(4),
}
export const T: string = `${HOST}/8004/9521005T1`
const K = `${HOST}/00/095210010000000017`
export const PRODUCT: string = `${HOST}/01/${GTIN.tin}`
export const F7: string = lot('tin', 'F7')
export const M1: string = lot('milk', 'M1')
const M2 = lot('milk', 'M2')
const S1 = lot('silo', 'S1')
const W9 = lot('whey', 'W9')
export const P1: string = lot('powder', 'P1')
export const tin = (serial: string): string => `${PRODUCT}/21/${serial}`

type Fields = { readonly [name: string]: unknown }

/** An event of the `hour`-th hour of 8 September 2026 in Hohhot. */
export function told(hour: number, type: EpcisEvent['type'], fields: Fields): EpcisEvent {
  const eventTime = new Date(
    Date.parse('2026-09-08T00:00:00+08:00') + hour * 3_600_000,
  ).toISOString()
  const base = { type, eventTime, eventTimeZoneOffset: '+08:00', eventID: `urn:uuid:${hour}` }
  return { ...base, ...fields } as unknown as EpcisEvent
}

const lots = (...ids: readonly string[]): readonly Fields[] =>
  ids.map((epcClass) => ({ epcClass, quantity: 5000, uom: 'KGM' }))
const at = (id: string): Fields => ({ bizLocation: { id } })
const sensed = (...sensorReport: readonly JsonObject[]): Fields => ({
  sensorElementList: [{ sensorReport }],
})

const TINS = {
  'cbvmda:lotNumber': 'F7',
  'cbvmda:productionDate': '2026-09-09',
  'cbvmda:itemExpirationDate': '2028-09-08',
}

/** Milk of two milkings, a tanker, a silo, powder with whey, three tins; a case to a shop, one tin sold and looked up. */
export const STORY: readonly EpcisEvent[] = [
  told(1, 'ObjectEvent', {
    action: 'ADD',
    quantityList: lots(M1),
    bizStep: 'commissioning',
    ...at(PLACE.farm),
  }),
  told(2, 'ObjectEvent', {
    action: 'ADD',
    quantityList: lots(M2),
    bizStep: 'commissioning',
    ...at(PLACE.farm),
  }),
  told(3, 'AggregationEvent', {
    action: 'ADD',
    parentID: T,
    childQuantityList: lots(M1, M2),
    bizStep: 'loading',
  }),
  told(4, 'ObjectEvent', {
    action: 'OBSERVE',
    epcList: [T],
    bizStep: 'sensor_reporting',
    ...sensed({ type: 'Temperature', value: 9.4, uom: 'CEL', exception: 'ALARM_CONDITION' }),
  }),
  told(5, 'ObjectEvent', {
    action: 'OBSERVE',
    quantityList: lots(M1),
    bizStep: 'inspecting',
    disposition: 'conformant',
    ...at(PLACE.plant),
    ...sensed(
      { type: 'example:antibiotics', booleanValue: false, stringValue: 'negative' },
      { type: 'example:fat', value: 3.87, uom: 'P1' },
    ),
  }),
  told(6, 'TransformationEvent', {
    inputEPCList: [T],
    outputQuantityList: lots(S1),
    bizStep: 'receiving',
    ...at(PLACE.plant),
  }),
  told(7, 'AggregationEvent', { action: 'DELETE', parentID: T, bizStep: 'unloading' }),
  told(8, 'ObjectEvent', { action: 'ADD', quantityList: lots(W9), bizStep: 'commissioning' }),
  told(10, 'TransformationEvent', {
    inputQuantityList: lots(S1, W9),
    outputQuantityList: lots(P1),
    bizStep: 'commissioning',
    ...at(PLACE.plant),
  }),
  told(30, 'ObjectEvent', {
    action: 'OBSERVE',
    quantityList: lots(P1),
    bizStep: 'inspecting',
    disposition: 'non_conformant',
    ...at(PLACE.lab),
    ...sensed({ type: 'example:plateCount', value: 52_000 }),
  }),
  told(31, 'TransformationEvent', {
    inputQuantityList: lots(P1),
    outputEPCList: [tin('c1'), 'urn:epc:id:sgtin:9521001.000801.c2', tin('c3')],
    bizStep: 'commissioning',
    ilmd: TINS,
    ...at(PLACE.plant),
  }),
  told(32, 'AggregationEvent', {
    action: 'ADD',
    parentID: K,
    childEPCs: [tin('c1'), tin('c2')],
    bizStep: 'packing',
    ...at(PLACE.plant),
  }),
  told(33, 'ObjectEvent', {
    action: 'OBSERVE',
    epcList: [K],
    bizStep: 'shipping',
    readPoint: { id: PLACE.plant },
  }),
  told(50, 'ObjectEvent', {
    action: 'OBSERVE',
    epcList: [K],
    bizStep: 'receiving',
    ...at(PLACE.shop),
  }),
  told(51, 'AggregationEvent', {
    action: 'DELETE',
    parentID: K,
    bizStep: 'unpacking',
    ...at(PLACE.shop),
  }),
  told(60, 'ObjectEvent', {
    action: 'OBSERVE',
    epcList: [tin('c2')],
    bizStep: 'retail_selling',
    disposition: 'retail_sold',
    readPoint: { id: PLACE.shop },
  }),
  told(70, 'ObjectEvent', {
    action: 'OBSERVE',
    epcList: [tin('c2')],
    bizStep: 'example:scanning',
    readPoint: { id: 'geo:39.9,116.4' },
  }),
]

const label = (zh: string, en: string, stage?: string): Label => ({
  name: { zh, en },
  ...(stage === undefined ? {} : { stage }),
})

export const LABELS: Readonly<Record<string, Label>> = {
  [PRODUCT]: label('婴儿配方奶粉', 'Infant formula', 'can'),
  [`${HOST}/01/${GTIN.milk}`]: label('生牛乳', 'Raw milk', 'milk'),
  [`${HOST}/01/${GTIN.silo}`]: label('奶仓出料', 'Milk from the silo', 'silo'),
  [`${HOST}/01/${GTIN.powder}`]: label('基粉', 'Base powder', 'powder'),
  [`${HOST}/01/${GTIN.whey}`]: label('脱盐乳清粉', 'Whey powder', 'ingredient'),
  [T]: label('一号奶车', 'Tanker one', 'tanker'),
  [PLACE.farm]: label('哈素海牧场', 'Hasuhai ranch'),
  [PLACE.plant]: label('一厂', 'Plant one', 'reception'),
  [PLACE.shop]: label('新华街店', 'Xinhua Street shop', 'shop'),
  [PLACE.lab]: label('化验室', 'Laboratory'),
}
