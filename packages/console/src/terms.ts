import { BIZ_STEP, DISPOSITION, MEASUREMENT_TYPE, wordOf } from '@suyuan/core/cbv/vocabulary'
import { DAIRY_FINDINGS, DAIRY_MEASURES, DAIRY_STEPS, type DairyTerm } from './dairy.ts'
import type { Language } from './words.ts'

type Term = DairyTerm

/** Stages of the chain, kinds of thing where no stage is known. */
const STAGES: Readonly<Record<string, Term>> = {
  seed: ['草种', 'Seed'],
  field: ['田块', 'Fields'],
  forage: ['饲草', 'Forage'],
  feed: ['日粮', 'Feed'],
  herd: ['牛群', 'Herds'],
  milk: ['生乳', 'Raw milk'],
  tanker: ['奶罐车', 'Tankers'],
  reception: ['收奶', 'Reception'],
  silo: ['奶仓', 'Silos'],
  pasteuriser: ['巴氏杀菌', 'Pasteurised'],
  dryer: ['喷雾干燥', 'Dryer'],
  powder: ['基粉', 'Base powder'],
  ingredient: ['配料', 'Ingredients'],
  water: ['用水', 'Water'],
  blend: ['干混', 'Blends'],
  can: ['成品罐', 'Tins'],
  case: ['箱', 'Cases'],
  pallet: ['托盘', 'Pallets'],
  warehouse: ['仓库', 'Warehouse'],
  dealer: ['经销商', 'Dealers'],
  shop: ['门店', 'Shops'],
  item: ['单件', 'Items'],
  lot: ['批次', 'Lots'],
  class: ['产品', 'Products'],
  place: ['地点', 'Places'],
  other: ['其他', 'Other'],
}

const STEPS: Readonly<Record<string, Term>> = {
  accepting: ['验收', 'Accepted'],
  arriving: ['到达', 'Arrived'],
  assembling: ['组装', 'Assembled'],
  collecting: ['收集', 'Collected'],
  commissioning: ['赋码', 'Commissioned'],
  consigning: ['托运', 'Consigned'],
  creating_class_instance: ['批次生成', 'Lot made'],
  cycle_counting: ['循环盘点', 'Cycle counted'],
  decommissioning: ['注销', 'Decommissioned'],
  departing: ['出发', 'Departed'],
  destroying: ['销毁', 'Destroyed'],
  disassembling: ['拆解', 'Disassembled'],
  dispensing: ['分装', 'Dispensed'],
  encoding: ['编码写入', 'Encoded'],
  entering_exiting: ['进出', 'Entered or left'],
  holding: ['扣留', 'Held'],
  inspecting: ['检验', 'Inspected'],
  installing: ['安装', 'Installed'],
  killing: ['失效', 'Killed'],
  loading: ['装车', 'Loaded'],
  other: ['其他', 'Other'],
  packing: ['包装', 'Packed'],
  picking: ['拣货', 'Picked'],
  receiving: ['收货', 'Received'],
  removing: ['取出', 'Removed'],
  repackaging: ['重新包装', 'Repackaged'],
  repairing: ['维修', 'Repaired'],
  replacing: ['更换', 'Replaced'],
  reserving: ['预留', 'Reserved'],
  retail_selling: ['零售', 'Sold'],
  sampling: ['取样', 'Sampled'],
  sensor_reporting: ['传感器读数', 'Sensor reading'],
  shipping: ['发运', 'Shipped'],
  staging_outbound: ['待发', 'Staged'],
  stock_taking: ['盘点', 'Stock taken'],
  stocking: ['上架', 'Stocked'],
  storing: ['储存', 'Stored'],
  transporting: ['运输', 'Transported'],
  unloading: ['卸货', 'Unloaded'],
  unpacking: ['拆包', 'Unpacked'],
  void_shipping: ['取消发运', 'Shipping voided'],
}

const DISPOSITIONS: Readonly<Record<string, Term>> = {
  active: ['有效', 'active'],
  available: ['可用', 'available'],
  conformant: ['合格', 'conformant'],
  container_closed: ['容器已封', 'container closed'],
  container_open: ['容器已开', 'container open'],
  damaged: ['破损', 'damaged'],
  destroyed: ['已销毁', 'destroyed'],
  disposed: ['已处置', 'disposed'],
  expired: ['过期', 'expired'],
  in_progress: ['进行中', 'in progress'],
  in_transit: ['运输中', 'in transit'],
  inactive: ['未启用', 'inactive'],
  non_conformant: ['不合格', 'non-conformant'],
  recalled: ['已召回', 'recalled'],
  reserved: ['已预留', 'reserved'],
  retail_sold: ['已售出', 'sold'],
  returned: ['已退回', 'returned'],
  sellable_accessible: ['可售（可取）', 'sellable, accessible'],
  sellable_not_accessible: ['可售（不可取）', 'sellable, not accessible'],
  stolen: ['被盗', 'stolen'],
  unavailable: ['不可用', 'unavailable'],
  unknown: ['未知', 'unknown'],
}

const EVENT_TYPES: Readonly<Record<string, Term>> = {
  ObjectEvent: ['观察', 'Observed'],
  AggregationEvent: ['聚合', 'Aggregated'],
  TransactionEvent: ['交易', 'Transaction'],
  TransformationEvent: ['转化', 'Transformed'],
  AssociationEvent: ['关联', 'Associated'],
}

const MEASURES: Readonly<Record<string, Term>> = {
  Temperature: ['温度', 'Temperature'],
  RelativeHumidity: ['相对湿度', 'Relative humidity'],
  Mass: ['质量', 'Mass'],
  Volume: ['体积', 'Volume'],
  Pressure: ['压力', 'Pressure'],
  Conductivity: ['电导率', 'Conductivity'],
  Density: ['密度', 'Density'],
  MassConcentration: ['质量浓度', 'Mass concentration'],
  Dimensionless: ['数值', 'Value'],
  Count: ['计数', 'Count'],
}

/** UN/CEFACT Recommendation 20 codes as people write them. */
const UNITS: Readonly<Record<string, string>> = {
  KGM: 'kg',
  GRM: 'g',
  TNE: 't',
  LTR: 'L',
  MLT: 'mL',
  MTQ: 'm³',
  CEL: '°C',
  P1: '%',
  A93: '%',
  PAL: 'Pa',
  BAR: 'bar',
  SEC: 's',
  MIN: 'min',
  HUR: 'h',
  MTR: 'm',
  MQH: 'm³/h',
  GL: 'g/L',
  M1: 'mg/L',
  KMQ: 'kg/m³',
  H87: '',
}

function said(term: Term | undefined, language: Language, otherwise: string): string {
  return term?.[language === 'zh' ? 0 : 1] ?? otherwise
}

function tail(value: string): string {
  return /[^/:#]+$/.exec(value)?.[0] ?? value
}

/** A word that no table has reads as its own last part: `urn:…:cooling_down` is “cooling down”, `holdTime` “hold time”. */
function plain(value: string): string {
  const word = tail(value)
    .replace(/^(BizStep|Disp)-/, '')
    .replaceAll('_', ' ')
  return word.replaceAll(
    /([a-z])([A-Z])/g,
    (_, before: string, after: string) => `${before} ${after.toLowerCase()}`,
  )
}

export function stageWord(stage: string, language: Language): string {
  return said(STAGES[stage], language, plain(stage))
}

/** What was done, by the business step; where there is none, by the type of event. */
export function stepWord(
  event: { readonly bizStep?: string; readonly type?: string },
  language: Language,
): string {
  if (event.bizStep === undefined) {
    return said(EVENT_TYPES[event.type ?? ''], language, plain(event.type ?? ''))
  }
  const term = STEPS[wordOf(BIZ_STEP, event.bizStep)] ?? DAIRY_STEPS[tail(event.bizStep)]
  return said(term, language, plain(event.bizStep))
}

export function dispositionWord(disposition: string, language: Language): string {
  return said(DISPOSITIONS[wordOf(DISPOSITION, disposition)], language, plain(disposition))
}

export function measureWord(type: string, language: Language): string {
  const term = MEASURES[wordOf(MEASUREMENT_TYPE, type)] ?? DAIRY_MEASURES[tail(type)]
  return said(term, language, plain(type))
}

/** What a measurement came to: its numbers with their unit, or its finding in words. */
export function measured(
  reading: {
    readonly type: string
    readonly found: readonly (number | string)[]
    readonly uom?: string | undefined
  },
  language: Language,
): string {
  const unit =
    reading.uom === undefined
      ? (DAIRY_MEASURES[tail(reading.type)]?.[2] ?? '')
      : unitWord(reading.uom)
  const told = reading.found.map((one) =>
    typeof one === 'number' ? number(one) : said(DAIRY_FINDINGS[one], language, one),
  )
  return `${told.join(' – ')}${unit === '' ? '' : ` ${unit}`}`
}

export function unitWord(uom: string): string {
  return UNITS[uom] ?? uom
}

/** Four significant digits are more than a scale gives; what is beyond a thousand is told in whole units. */
function number(value: number): string {
  const rounded = Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(4))
  const [whole = '', part] = String(rounded).split('.')
  return `${whole.replaceAll(/\B(?=(\d{3})+$)/g, ',')}${part === undefined ? '' : `.${part}`}`
}

export function quantity(value: number, uom: string | undefined): string {
  const unit = uom === undefined ? '' : unitWord(uom)
  return unit === '' ? number(value) : `${number(value)} ${unit}`
}
