import type { PassportFacts, Step, Test } from './passport-facts.ts'

const at = (time: string): Pick<Step, 'time' | 'offset' | 'kind' | 'certainty'> => ({
  time,
  offset: '+08:00',
  kind: 'lot',
  certainty: 'certain',
})
const ranch = { zh: '哈素海牧场、武川牧场（演示）', en: 'Hasuhai ranch, Wuchuan ranch (demo)' }
const plant = { zh: '敕勒川乳业一厂（演示）', en: 'Chilechuan Dairy, plant 1 (demo)' }

const UPSTREAM: readonly Step[] = [
  {
    stage: 'seed',
    name: {
      zh: '青贮玉米种子、紫花苜蓿种子（演示）',
      en: 'Silage maize seed, Alfalfa seed (demo)',
    },
    count: 2,
    ...at('2026-03-02T02:00:00Z'),
  },
  {
    stage: 'forage',
    name: { zh: '全株玉米、苜蓿干草（演示）', en: 'Whole-plant maize, Alfalfa hay (demo)' },
    place: ranch,
    count: 4,
    until: '2026-08-20T02:00:00Z',
    ...at('2026-06-11T02:00:00Z'),
  },
  {
    stage: 'feed',
    name: { zh: '全混合日粮（演示）', en: 'Total mixed ration (demo)' },
    place: ranch,
    amongPlaces: true,
    count: 9,
    ...at('2026-09-06T22:00:00Z'),
  },
  { stage: 'herd', name: {}, place: ranch, count: 6, ...at('2026-09-07T02:00:00Z') },
  {
    stage: 'milk',
    name: { zh: '生牛乳（演示）', en: 'Raw milk (demo)' },
    place: ranch,
    count: 6,
    possible: 2,
    until: '2026-09-08T02:00:00Z',
    ...at('2026-09-07T02:00:00Z'),
  },
]

const FROM_PLANT: readonly Step[] = [
  { stage: 'tanker', name: {}, count: 3, ...at('2026-09-08T05:00:00Z') },
  { stage: 'silo', name: {}, place: plant, lot: 'S-0908-2', ...at('2026-09-08T07:30:00Z') },
  {
    stage: 'pasteuriser',
    name: {},
    place: plant,
    lot: 'M-0908-B',
    ...at('2026-09-08T13:30:00Z'),
  },
  {
    stage: 'dryer',
    name: { zh: '婴幼儿配方基粉（演示）', en: 'Base powder (demo)' },
    place: plant,
    lot: 'P-0909-1',
    ...at('2026-09-09T01:00:00Z'),
  },
  {
    stage: 'ingredient',
    name: {
      zh: '脱盐乳清粉 D90、复配植物油、ARA/DHA 油微囊粉、复合维生素矿物质（演示）',
      en: 'Demineralised whey powder D90, Vegetable oil blend, ARA/DHA oil, Vitamin and mineral premix (demo)',
    },
    count: 4,
    until: '2026-09-01T02:00:00Z',
    ...at('2026-07-20T02:00:00Z'),
  },
  {
    stage: 'blend',
    name: { zh: '返工粉（演示）', en: 'Rework powder (demo)' },
    place: plant,
    lot: 'R-0903',
    ...at('2026-09-03T01:00:00Z'),
    certainty: 'possible',
  },
  { stage: 'can', name: {}, place: plant, lot: 'F260911A', ...at('2026-09-11T02:14:00Z') },
  {
    stage: 'water',
    name: { zh: '乳品用水（演示）', en: 'Water to the dairy (demo)' },
    count: 3,
    until: '2026-09-09T02:00:00Z',
    ...at('2026-09-07T02:00:00Z'),
  },
  { stage: 'packed', name: {}, place: plant, ...at('2026-09-11T02:31:00Z') },
  {
    stage: 'warehouse',
    name: {},
    place: { zh: '呼和浩特中心仓（演示）', en: 'Hohhot central warehouse (demo)' },
    ...at('2026-09-25T02:31:00Z'),
  },
  {
    stage: 'shop',
    name: {},
    place: { zh: '呼和浩特新华大街母婴店（演示）', en: 'Xinhua Street baby shop, Hohhot (demo)' },
    ...at('2026-10-02T03:20:00Z'),
  },
]

/** A full passport for tests and for looking at: every line of the way, 20 tests, invented companies. */
export const FULL: PassportFacts = {
  of: 'https://id.gs1.org/01/09521001008013/21/7QK4M2ZP8RWX',
  url: { gtin: '09521001008013', lot: 'F260911A', serial: '7QK4M2ZP8RWX' },
  product: {
    zh: '敕勒川 婴儿配方奶粉 1 段 800 g（演示）',
    en: 'Chilechuan infant formula 1, 800 g (demo)',
  },
  seen: true,
  known: true,
  voided: false,
  commissioned: {
    time: '2026-09-11T02:14:00Z',
    offset: '+08:00',
    place: { zh: '敕勒川乳业一厂 3 号线（演示）', en: 'Chilechuan Dairy, plant 1, line 3 (demo)' },
    eventID: 'urn:uuid:1',
  },
  recordedLot: 'F260911A',
  dates: { produced: '2026-09-11', bestBefore: '2028-09-10' },
  steps: [...UPSTREAM, ...FROM_PLANT],
  tests: tests(),
  testsRead: 57,
  where: {
    place: { zh: '呼和浩特新华大街母婴店（演示）', en: 'Xinhua Street baby shop, Hohhot (demo)' },
    state: 'at',
    bizStep: 'receiving',
    disposition: 'sellable_accessible',
    time: '2026-10-02T03:20:00Z',
  },
  gaps: [],
  complete: true,
}

function tests(): readonly Test[] {
  const rows: readonly (readonly [string, string, Partial<Test>])[] = [
    ['抗生素残留', 'Antibiotic residues', { found: false, verdict: 'conformant' }],
    ['温度', 'Temperature', { value: 3.8, unit: 'CEL', verdict: 'conformant' }],
    ['黄曲霉毒素 M1', 'Aflatoxin M1', { value: 0.02, unit: 'J33', verdict: 'conformant' }],
    ['三聚氰胺', 'Melamine', { found: false, verdict: 'conformant' }],
    ['脂肪', 'Fat', { value: 3.87, unit: 'P1', verdict: 'conformant' }],
    ['蛋白质', 'Protein', { value: 3.31, unit: 'P1', verdict: 'conformant' }],
    ['菌落总数', 'Plate count', { value: 38_000, unit: 'CFU/mL', verdict: 'conformant' }],
    ['杀菌温度', 'Heat treatment', { value: 88.4, unit: 'CEL', verdict: 'conformant' }],
    ['水分', 'Moisture', { value: 2.3, unit: 'P1', verdict: 'conformant' }],
    ['克罗诺杆菌', 'Cronobacter', { found: false, verdict: 'conformant' }],
  ]
  const raw = { zh: '验收生牛乳（演示）', en: 'Received raw milk (demo)' }
  return [...rows, ...rows].map(([zh, en, rest], i) => ({
    what: { zh, en },
    at: '2026-09-08T05:40:00Z',
    offset: '+08:00',
    place: {
      zh: '敕勒川乳业一厂收奶站（演示）',
      en: 'Chilechuan Dairy, plant 1, reception (demo)',
    },
    ...(i < 7 ? { on: raw } : {}),
    check: i < 7 ? 'reception' : i < 10 ? 'release' : `${i}`,
    ...rest,
  }))
}

/** The same code where nobody ever made such an item. */
export const NEVER: PassportFacts = bare({})

/** The making was declared wrong. */
export const VOIDED: PassportFacts = bare({ seen: true, voided: true })

function bare(rest: Partial<PassportFacts>): PassportFacts {
  const { of, url, product, known } = FULL
  return {
    of,
    url,
    known,
    ...(product === undefined ? {} : { product }),
    seen: false,
    voided: false,
    dates: {},
    steps: [],
    tests: [],
    gaps: [],
    complete: true,
    ...rest,
  }
}
