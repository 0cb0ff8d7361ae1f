import type { Words } from './words.ts'

/** A line of the way: the stages of master data that it gathers, its heading, how it counts, and its picture. */
export type Line = {
  readonly key: string
  readonly stages: readonly string[]
  readonly title: Words
  /** Said with `{n}` when it stands for several things. */
  readonly many: Words
  readonly icon: string
}

const line = (
  [key, icon]: readonly [string, string],
  stages: string,
  title: readonly [string, string],
  many: readonly [string, string],
): Line => ({
  key,
  icon,
  stages: stages.split(' '),
  title: { zh: title[0], en: title[1] },
  many: { zh: many[0], en: many[1] },
})

/** Origin first. Things without a stage that is listed here stand in the line `other`. */
export const LINES: readonly Line[] = [
  line(['seed', 'seed'], 'seed', ['草种', 'Grass seed'], ['共 {n} 批', '{n} batches']),
  line(
    ['forage', 'leaf'],
    'field forage hay silage',
    ['田地与牧草', 'Fields and grass'],
    ['共 {n} 批', '{n} batches'],
  ),
  line(['feed', 'leaf'], 'feed tmr', ['饲料', 'Feed'], ['共 {n} 批', '{n} batches']),
  line(
    ['herd', 'cow'],
    'herd farm cow pen',
    ['牧场与奶牛', 'Farm and cows'],
    ['共 {n} 份牛群记录', '{n} herd records'],
  ),
  line(['milk', 'drop'], 'milk milking tank', ['挤奶', 'Milking'], ['共 {n} 批', '{n} batches']),
  line(
    ['tanker', 'truck'],
    'tanker compartment trip',
    ['奶罐车运输', 'Milk tanker'],
    ['共 {n} 罐', '{n} tank loads'],
  ),
  line(
    ['reception', 'silo'],
    'reception silo',
    ['收奶与贮存', 'Received and stored'],
    ['共 {n} 批', '{n} batches'],
  ),
  line(
    ['heat', 'heat'],
    'pasteuriser pasteurizer pasteurisation pasteurised evaporator',
    ['杀菌', 'Heat treatment'],
    ['共 {n} 批', '{n} batches'],
  ),
  line(
    ['dryer', 'dry'],
    'dryer powder',
    ['喷雾干燥', 'Dried to powder'],
    ['共 {n} 批', '{n} batches'],
  ),
  line(
    ['ingredient', 'oil'],
    'ingredient oil whey premix lactose',
    ['其他原料', 'Other ingredients'],
    ['共 {n} 批', '{n} batches'],
  ),
  line(['other', 'lot'], 'other', ['用料', 'Material'], ['共 {n} 批', '{n} batches']),
  line(['blend', 'mix'], 'blend rework', ['配料混合', 'Blending'], ['共 {n} 批', '{n} batches']),
  line(
    ['can', 'tin'],
    'can canning fill tin',
    ['灌装封口', 'Filled and sealed'],
    ['共 {n} 批', '{n} batches'],
  ),
  line(['water', 'drop'], 'water', ['生产用水', 'Water used'], ['共 {n} 批', '{n} batches']),
  line(['packed', 'box'], 'case pallet', ['装箱', 'Packed'], ['共 {n} 次', '{n} times']),
  line(
    ['warehouse', 'box'],
    'warehouse',
    ['到达仓库', 'Arrived at a warehouse'],
    ['经过 {n} 个仓库', 'Through {n} warehouses'],
  ),
  line(
    ['dealer', 'box'],
    'dealer',
    ['到达经销商', 'Arrived at a dealer'],
    ['经过 {n} 个经销商', 'Through {n} dealers'],
  ),
  line(
    ['shop', 'shop'],
    'shop store retail',
    ['到达商店', 'Arrived at a shop'],
    ['经过 {n} 家商店', 'Through {n} shops'],
  ),
  line(
    ['arrived', 'box'],
    'arrived',
    ['到达', 'Arrived'],
    ['经过 {n} 个地点', 'Through {n} places'],
  ),
  line(['sold', 'shop'], 'sold', ['登记售出', 'Recorded as sold'], ['共 {n} 次', '{n} times']),
]

const BY_STAGE: ReadonlyMap<string, Line> = new Map(
  LINES.flatMap((each) => [each.key, ...each.stages].map((stage) => [stage, each] as const)),
)
const OTHER: Line = LINES.find(({ key }) => key === 'other') ?? (LINES[0] as Line)

/** The line a stage belongs to; what is not known stands in `other`. */
export function lineOf(stage: string | undefined): Line {
  return BY_STAGE.get(stage ?? '') ?? OTHER
}

export function orderOf(stage: string | undefined): number {
  return LINES.indexOf(lineOf(stage))
}
