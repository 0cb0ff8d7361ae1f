import { gtinOf } from './keys.ts'

/** Where in the chain a thing belongs; the console lays its picture out by it. */
export type Stage =
  | 'seed'
  | 'field'
  | 'forage'
  | 'feed'
  | 'herd'
  | 'milk'
  | 'tanker'
  | 'reception'
  | 'silo'
  | 'pasteuriser'
  | 'dryer'
  | 'powder'
  | 'ingredient'
  | 'blend'
  | 'can'
  | 'case'
  | 'pallet'
  | 'warehouse'
  | 'dealer'
  | 'shop'
  | 'water'

export type Company =
  | 'plant'
  | 'water'
  | 'seed'
  | 'ranch'
  | 'haulier'
  | 'whey'
  | 'plantOil'
  | 'ara'
  | 'premix'
  | 'mill'
  | 'dealer'
  | 'shop'

/** Company prefixes, in GS1's range for demonstrations. */
export const PREFIX: Readonly<Record<Company, string>> = {
  plant: '9521001',
  water: '9521002',
  seed: '9521003',
  ranch: '9521004',
  haulier: '9521005',
  whey: '9521006',
  plantOil: '9521007',
  ara: '9521008',
  premix: '9521009',
  mill: '9521010',
  dealer: '9521011',
  shop: '9521012',
}

/** The kinds of lots, in the order of the chain. */
export type Sort =
  | 'maizeSeed'
  | 'alfalfaSeed'
  | 'irrigation'
  | 'maize'
  | 'alfalfa'
  | 'silage'
  | 'concentrate'
  | 'tmr'
  | 'herdDay'
  | 'milk'
  | 'load'
  | 'received'
  | 'siloMilk'
  | 'mix'
  | 'powder'
  | 'condensate'
  | 'blend'
  | 'rework'
  | 'whey'
  | 'plantOil'
  | 'araCrude'
  | 'araOil'
  | 'premix'
  | 'surface'
  | 'ground'
  | 'reclaimed'
  | 'treated'
  | 'dairyWater'
  | 'cooling'
  | 'formula1'
  | 'formula2'
  | 'formula3'

export type Product = {
  readonly gtin: string
  readonly stage: Stage
  readonly zh: string
  readonly en: string
}

type Row = readonly [prefix: string, item: number, stage: Stage, zh: string, en: string]

/** One row a kind of lot. */
const ROWS: Readonly<Record<Sort, Row>> = {
  maizeSeed: [PREFIX.seed, 101, 'seed', '青贮玉米种子', 'Silage maize seed'],
  alfalfaSeed: [PREFIX.seed, 102, 'seed', '紫花苜蓿种子', 'Alfalfa seed'],
  irrigation: [PREFIX.ranch, 110, 'water', '灌溉水', 'Irrigation water'],
  maize: [PREFIX.ranch, 120, 'forage', '全株玉米（青刈）', 'Whole-plant maize, cut'],
  alfalfa: [PREFIX.ranch, 121, 'forage', '苜蓿干草', 'Alfalfa hay'],
  silage: [PREFIX.ranch, 130, 'feed', '玉米青贮', 'Maize silage'],
  concentrate: [PREFIX.mill, 131, 'feed', '奶牛精料补充料', 'Dairy concentrate'],
  tmr: [PREFIX.ranch, 140, 'feed', '全混合日粮 TMR', 'Total mixed ration'],
  herdDay: [PREFIX.ranch, 150, 'herd', '泌乳牛群·日', 'Milking herd, one day'],
  milk: [PREFIX.ranch, 160, 'milk', '生牛乳（班次）', 'Raw milk, one milking'],
  load: [PREFIX.ranch, 161, 'tanker', '生牛乳（装车）', 'Raw milk, one compartment load'],
  received: [PREFIX.plant, 201, 'reception', '验收生牛乳', 'Received raw milk'],
  siloMilk: [PREFIX.plant, 202, 'silo', '奶仓出料', 'Raw milk drawn from a silo'],
  mix: [PREFIX.plant, 203, 'pasteuriser', '杀菌配料液', 'Pasteurised mix'],
  powder: [PREFIX.plant, 204, 'powder', '婴幼儿配方基粉', 'Base powder'],
  condensate: [PREFIX.plant, 205, 'dryer', '蒸发冷凝水', 'Evaporator condensate'],
  blend: [PREFIX.plant, 206, 'blend', '干混配方粉', 'Blended powder'],
  rework: [PREFIX.plant, 207, 'blend', '返工粉', 'Rework powder'],
  whey: [PREFIX.whey, 301, 'ingredient', '脱盐乳清粉 D90', 'Demineralised whey powder D90'],
  plantOil: [PREFIX.plantOil, 302, 'ingredient', '复配植物油', 'Vegetable oil blend'],
  araCrude: [PREFIX.ara, 303, 'ingredient', 'ARA 发酵毛油', 'ARA crude oil, one fermentation'],
  araOil: [PREFIX.ara, 304, 'ingredient', 'ARA/DHA 油微囊粉', 'ARA/DHA oil, encapsulated'],
  premix: [PREFIX.premix, 305, 'ingredient', '复合维生素矿物质', 'Vitamin and mineral premix'],
  surface: [PREFIX.water, 401, 'water', '地表水（引黄入呼）', 'Surface water'],
  ground: [PREFIX.water, 402, 'water', '地下水', 'Groundwater'],
  reclaimed: [PREFIX.water, 403, 'water', '再生水', 'Reclaimed water'],
  treated: [PREFIX.water, 404, 'water', '出厂水（班次）', 'Treated water, one shift'],
  dairyWater: [PREFIX.water, 405, 'water', '乳品用水（日）', 'Water to the dairy, one day'],
  cooling: [PREFIX.plant, 208, 'water', '循环冷却水', 'Cooling water'],
  formula1: [
    PREFIX.plant,
    801,
    'can',
    '敕勒川 婴儿配方奶粉 1 段 800 g',
    'Chilechuan infant formula 1, 800 g',
  ],
  formula2: [
    PREFIX.plant,
    802,
    'can',
    '敕勒川 较大婴儿配方奶粉 2 段 800 g',
    'Chilechuan follow-on formula 2, 800 g',
  ],
  formula3: [
    PREFIX.plant,
    803,
    'can',
    '敕勒川 幼儿配方奶粉 3 段 900 g',
    'Chilechuan toddler formula 3, 900 g',
  ],
}

export const SORTS: readonly Sort[] = Object.keys(ROWS) as Sort[]

function productOf([prefix, item, stage, zh, en]: Row): Product {
  return { gtin: gtinOf(prefix, item), stage, zh: `${zh}（演示）`, en: `${en} (demo)` }
}

export const PRODUCTS: Readonly<Record<Sort, Product>> = Object.fromEntries(
  SORTS.map((sort) => [sort, productOf(ROWS[sort])]),
) as Record<Sort, Product>

/** What one kilogram of base powder takes, in kilograms, and how the finished powder is blended. */
export type Recipe = {
  readonly sort: 'formula1' | 'formula2' | 'formula3'
  readonly stage: 1 | 2 | 3
  readonly netKg: number
  /** Per kilogram of base powder: infant formula is not 8 : 1, most of stage 1 is whey and oil. */
  readonly milk: number
  readonly whey: number
  readonly oil: number
  readonly water: number
  /** Shares of the finished powder. */
  readonly ara: number
  readonly premix: number
}

export const RECIPES: readonly Recipe[] = [
  {
    sort: 'formula1',
    stage: 1,
    netKg: 0.8,
    milk: 1.8,
    whey: 0.53,
    oil: 0.255,
    water: 0.3,
    ara: 0.03,
    premix: 0.025,
  },
  {
    sort: 'formula2',
    stage: 2,
    netKg: 0.8,
    milk: 2.5,
    whey: 0.45,
    oil: 0.245,
    water: 0.25,
    ara: 0.025,
    premix: 0.025,
  },
  {
    sort: 'formula3',
    stage: 3,
    netKg: 0.9,
    milk: 3.6,
    whey: 0.35,
    oil: 0.205,
    water: 0.2,
    ara: 0.02,
    premix: 0.02,
  },
]
