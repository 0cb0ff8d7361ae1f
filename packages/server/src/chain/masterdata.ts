import type { Json, JsonObject } from '@suyuan/core/event/event'
import { HOLDER_ATTRIBUTE } from '@suyuan/core/master/holder'
import { ACTORS, PLACES, type Cast } from './cast.ts'
import { classId, placeId } from './keys.ts'
import { PREFIX, PRODUCTS, SORTS, type Company, type Stage } from './products.ts'
import { NET_KG, weighing } from './net-weight.ts'
import type { Scale } from './scale.ts'
import { MEASURES, STEPS, VOCABULARY } from './words.ts'

const MDA = 'urn:epcglobal:cbv:mda#'
const STAGE = `${VOCABULARY}stage`
const VTYPE = 'urn:epcglobal:epcis:vtype:'

type Named = {
  readonly id: string
  readonly zh: string
  readonly en: string
  readonly stage?: Stage
  /** What a piece of it weighs by its label. */
  readonly netKg?: number | undefined
  readonly spot?: readonly [latitude: number, longitude: number]
  readonly children?: readonly string[]
  /** Who holds what is there; of what lies below a place that says so it need not be said. */
  readonly holder?: string
}

const PARTIES: Readonly<Record<Company, readonly [zh: string, en: string]>> = {
  plant: ['青城乳业', 'Qingcheng Dairy'],
  water: ['金河水务', 'Jinhe Waterworks'],
  seed: ['草原种业', 'Caoyuan Seed'],
  ranch: ['敕勒川牧业', 'Chilechuan Ranches'],
  haulier: ['蒙原冷链运输', 'Mengyuan Milk Haulage'],
  whey: ['北海乳清', 'Nordmeer Whey'],
  plantOil: ['禾丰油脂', 'Hefeng Oils'],
  ara: ['脂源生物', 'Zhiyuan Lipids'],
  premix: ['维康营养', 'Weikang Nutrition'],
  mill: ['大青山饲料', 'Daqingshan Feed Mill'],
  dealer: ['青城经销联盟', 'Qingcheng Dealers'],
  shop: ['好孩儿母婴', 'Haohaier Baby Shops'],
}

type PlaceRow = readonly [
  id: string,
  zh: string,
  en: string,
  stage: Stage,
  spot?: readonly [number, number],
]

const PLACE_ROWS: readonly PlaceRow[] = [
  [PLACES.plant, '青城乳业一厂', 'Qingcheng Dairy, plant 1', 'reception', [40.78, 111.62]],
  [PLACES.reception, '收奶区', 'Milk reception', 'reception'],
  [PLACES.wash, '奶车清洗站', 'Tanker wash', 'tanker'],
  [PLACES.store, '原辅料库', 'Ingredient store', 'ingredient'],
  [PLACES.packing, '包装间', 'Packing hall', 'case'],
  [PLACES.lab, '化验室与留样室', 'Laboratory and sample room', 'reception'],
  [PLACES.cooling, '循环冷却塔', 'Cooling tower', 'water'],
  [PLACES.warehouse, '成品库', 'Finished goods warehouse', 'warehouse', [40.78, 111.63]],
  [PLACES.dock, '成品库发货口', 'Warehouse dock', 'warehouse'],
  [PLACES.works, '金河水厂', 'Jinhe waterworks', 'water', [40.71, 111.55]],
  [PLACES.intake, '水厂进水口', 'Waterworks intake', 'water'],
  [PLACES.filters, '水厂滤池', 'Waterworks filters', 'water'],
  [PLACES.clearWell, '水厂清水池', 'Waterworks clear well', 'water'],
  [PLACES.outlet, '水厂出水口', 'Waterworks outlet', 'water'],
  [PLACES.reclaimedWorks, '金河再生水厂', 'Jinhe reclaimed-water works', 'water', [40.7, 111.58]],
  [PLACES.reclaimedOutlet, '再生水出水口', 'Reclaimed-water outlet', 'water'],
  [PLACES.seedStore, '草原种业种子库', 'Caoyuan seed store', 'seed', [40.83, 111.7]],
  [PLACES.whey, '北海乳清工厂', 'Nordmeer whey plant', 'ingredient'],
  [PLACES.plantOil, '禾丰油脂工厂', 'Hefeng oil plant', 'ingredient'],
  [PLACES.ara, '脂源生物发酵车间', 'Zhiyuan fermentation hall', 'ingredient'],
  [PLACES.premix, '维康预混料车间', 'Weikang premix hall', 'ingredient'],
  [PLACES.mill, '大青山饲料厂', 'Daqingshan feed mill', 'feed', [40.9, 111.5]],
]

const CITIES: readonly (readonly [zh: string, en: string])[] = [
  ['呼和浩特', 'Hohhot'],
  ['北京', 'Beijing'],
  ['上海', 'Shanghai'],
  ['成都', 'Chengdu'],
  ['广州', 'Guangzhou'],
  ['西安', "Xi'an"],
  ['武汉', 'Wuhan'],
  ['沈阳', 'Shenyang'],
  ['杭州', 'Hangzhou'],
  ['郑州', 'Zhengzhou'],
]

const cityOf = (index: number): readonly [zh: string, en: string] =>
  CITIES[index % CITIES.length] ?? ['', '']

/** Who holds what is there; what lies below these need not say it. */
const HOLDERS: ReadonlyMap<string, string> = new Map(
  (
    [
      [PLACES.plant, 'plant'],
      [PLACES.warehouse, 'plant'],
      [PLACES.works, 'water'],
      [PLACES.reclaimedWorks, 'water'],
      [PLACES.seedStore, 'seed'],
      [PLACES.whey, 'whey'],
      [PLACES.plantOil, 'plantOil'],
      [PLACES.ara, 'ara'],
      [PLACES.premix, 'premix'],
      [PLACES.mill, 'mill'],
    ] as const
  ).map(([place, company]) => [place, ACTORS[company].party]),
)

/** The header's `epcisMasterData`: every product, place, party and piece of equipment, named in Chinese and English. */
export function masterDataOf(scale: Scale, cast: Cast): Json {
  return {
    vocabularyList: [
      vocabulary(
        'EPCClass',
        SORTS.map((sort) => ({
          ...PRODUCTS[sort],
          netKg: NET_KG[sort],
          id: classId(PRODUCTS[sort].gtin),
        })),
      ),
      vocabulary(
        'Party',
        [
          ...Object.entries(PARTIES).map(([who, [zh, en]]) => ({
            id: ACTORS[who as Company].party,
            zh,
            en,
          })),
          ...cast.dealers.map(({ party }, index) => dealerNamed(party, index)),
        ].map(demo),
      ),
      vocabulary(
        'BusinessLocation',
        [...placesOf(cast), ...ranchPlaces(scale, cast), ...shopPlaces(cast)].map(demo),
      ),
      vocabulary('EPCInstance', equipmentOf(cast).map(demo)),
      vocabulary('BusinessStep', wordsOf(STEPS)),
      { ...vocabulary('', wordsOf(MEASURES)), type: `${VOCABULARY}Measure` },
    ],
  }
}

/** Everything here is invented, and says so. */
function demo(named: Named): Named {
  return { ...named, zh: `${named.zh}（演示）`, en: `${named.en} (demo)` }
}

function vocabulary(type: string, elements: readonly Named[]): JsonObject {
  return { type: `${VTYPE}${type}`, vocabularyElementList: elements.map(elementOf) }
}

function elementOf({ id, zh, en, stage, netKg, spot, children, holder }: Named): JsonObject {
  const name = [
    { '@value': zh, '@language': 'zh' },
    { '@value': en, '@language': 'en' },
  ]
  return {
    id,
    attributes: [
      { id: `${MDA}name`, attribute: { '@set': name } },
      ...(stage === undefined ? [] : [{ id: STAGE, attribute: stage }]),
      ...(holder === undefined ? [] : [{ id: HOLDER_ATTRIBUTE, attribute: holder }]),
      ...weighing(netKg),
      ...(spot === undefined
        ? []
        : [
            { id: `${MDA}latitude`, attribute: String(spot[0]) },
            { id: `${MDA}longitude`, attribute: String(spot[1]) },
          ]),
    ],
    ...(children === undefined ? {} : { children }),
  }
}

function wordsOf(
  words: Readonly<Record<string, readonly [zh: string, en: string]>>,
): readonly Named[] {
  return Object.entries(words).map(([word, [zh, en]]) => ({ id: `${VOCABULARY}${word}`, zh, en }))
}

function placesOf(cast: Cast): readonly Named[] {
  const fixed = PLACE_ROWS.map(([id, zh, en, stage, spot]) => ({
    id,
    zh,
    en,
    stage,
    ...(spot === undefined ? {} : { spot }),
    ...(HOLDERS.has(id) ? { holder: HOLDERS.get(id) ?? '' } : {}),
    ...(id === PLACES.plant ? { children: insideOf(id, cast) } : {}),
  }))
  const lines = cast.lines.flatMap(
    ({ letter, silo, pasteuriser, dryer, blender, canning }): readonly Named[] => [
      { id: silo, zh: `${letter} 线贮奶仓`, en: `Milk silo ${letter}`, stage: 'silo' },
      {
        id: pasteuriser,
        zh: `${letter} 线杀菌机`,
        en: `Pasteuriser ${letter}`,
        stage: 'pasteuriser',
      },
      { id: dryer, zh: `${letter} 线干燥塔`, en: `Spray dryer ${letter}`, stage: 'dryer' },
      { id: blender, zh: `${letter} 线干混机`, en: `Dry blender ${letter}`, stage: 'blend' },
      { id: canning, zh: `${letter} 线灌装线`, en: `Canning line ${letter}`, stage: 'can' },
    ],
  )
  return [...fixed, ...lines]
}

function insideOf(plant: string, cast: Cast): readonly string[] {
  const lines = cast.lines.flatMap((line) => [
    line.silo,
    line.pasteuriser,
    line.dryer,
    line.blender,
    line.canning,
  ])
  return [...Object.values(PLACES).filter((place) => place.startsWith(`${plant}/`)), ...lines]
}

function ranchPlaces(scale: Scale, cast: Cast): readonly Named[] {
  const pits = Math.ceil(scale.days / scale.pitDays)
  return cast.ranches.flatMap(({ index, place, pit, mixer, parlour, pens }) => {
    const zh = `敕勒川牧场 ${index + 1}`
    const en = `Chilechuan Ranch ${index + 1}`
    const plots = ['A1', ...Array.from({ length: pits * 2 }, (_, plot) => `M${plot + 1}`)]
    const fields = plots.map((plot): Named => ({
      id: placeId(PREFIX.ranch, index + 1, `FIELD-${plot}`),
      zh: `${zh} ${plot.startsWith('A') ? '苜蓿' : '玉米'}地块 ${plot}`,
      en: `${en}, ${plot.startsWith('A') ? 'alfalfa' : 'maize'} field ${plot}`,
      stage: 'field',
    }))
    const spots: readonly Named[] = [
      { id: pit, zh: `${zh} 青贮窖`, en: `${en}, silage pits`, stage: 'feed' },
      { id: mixer, zh: `${zh} TMR 搅拌站`, en: `${en}, ration mixer`, stage: 'feed' },
      { id: parlour, zh: `${zh} 挤奶厅`, en: `${en}, milking parlour`, stage: 'milk' },
      ...pens.map((pen): Named => ({
        id: pen.place,
        zh: `${zh} 牛舍 ${pen.name}`,
        en: `${en}, pen ${pen.name}`,
        stage: 'herd',
      })),
      ...fields,
    ]
    const spot = [40.45 + (index % 4) * 0.09, 110.9 + Math.floor(index / 4) * 0.17] as const
    return [
      {
        id: place,
        zh,
        en,
        stage: 'milk' as const,
        spot,
        holder: ACTORS.ranch.party,
        children: spots.map(({ id }) => id),
      },
      ...spots,
    ]
  })
}

/** A dealer's warehouse and the dealer himself are called the same. */
function dealerNamed(id: string, index: number): Named {
  const [zh, en] = cityOf(index)
  return { id, zh: `${zh}经销商 ${index + 1}`, en: `${en} dealer ${index + 1}` }
}

function shopPlaces(cast: Cast): readonly Named[] {
  return cast.dealers.flatMap(({ place, party, shops }, index) => {
    const [zh, en] = cityOf(index)
    const dealer: Named = { ...dealerNamed(place, index), stage: 'dealer', holder: party }
    const sold = shops.map((shop, nth): Named => ({
      id: shop,
      zh: `${zh}母婴店 ${index + 1}-${nth + 1}`,
      en: `${en} baby shop ${index + 1}-${nth + 1}`,
      stage: 'shop',
      holder: ACTORS.shop.party,
    }))
    return [dealer, ...sold]
  })
}

function equipmentOf(cast: Cast): readonly Named[] {
  const tanks = cast.ranches.map(({ tank, index }): Named => ({
    id: tank.id,
    zh: `敕勒川牧场 ${index + 1} 直冷奶罐`,
    en: `Bulk tank of Chilechuan Ranch ${index + 1}`,
    stage: 'milk',
  }))
  const tankers = cast.lines
    .flatMap((line) => line.tankers)
    .flatMap(({ id, plate, compartments }): readonly Named[] => [
      {
        id,
        zh: `奶车 ${plate}`,
        en: `Milk tanker ${plate}`,
        stage: 'tanker',
        children: compartments.map((each) => each.id),
      },
      ...compartments.map((each, side): Named => ({
        id: each.id,
        zh: `奶车 ${plate} ${side + 1} 仓`,
        en: `Milk tanker ${plate}, compartment ${side + 1}`,
        stage: 'tanker',
      })),
    ])
  return [...tanks, ...tankers]
}
