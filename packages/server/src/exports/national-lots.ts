import type { Engine } from '../db/engine.ts'
import { findHolders } from '../master/holders.ts'
import type { Column, Row } from '../papers/sheet.ts'
import { Contents, type Portion } from './contents.ts'
import { factsOf, keyTexts, madeIn, type Facts } from './event-facts.ts'
import { productOf, type Names } from './names.ts'
import type { Read } from './read.ts'

/** What Food Safety Law art. 51 and the rules on records of infant formula want told of a lot, with the words they use. */
export const LOT_COLUMNS: readonly Column[] = [
  { title: '产品名称', width: 36 },
  { title: '规格' },
  { title: '商品条码' },
  { title: '批号', width: 20 },
  { title: '生产日期', kind: 'day', width: 12 },
  { title: '保质期至', kind: 'day', width: 12 },
  { title: '数量', kind: 'number', width: 12 },
  { title: '单位', width: 8 },
  { title: '生产企业', width: 28 },
  { title: '生产地点', width: 40 },
  { title: '缺失项', width: 28 },
]

type Lot = {
  readonly lot: string
  readonly produced: string | undefined
  readonly expires: string | undefined
  readonly place: string | undefined
  readonly quantity: number | undefined
  readonly uom: string | undefined
}

/** One row a lot that the affected things are of, with how many of them are affected; all that is told is in the events or in master data. */
export async function* lotRows(
  engine: Engine,
  events: AsyncIterable<readonly Read[]>,
  {
    lotOf,
    names,
  }: { readonly lotOf: ReadonlyMap<string, string | undefined>; readonly names: Names },
): AsyncGenerator<Row> {
  const lots = await lotsIn(events, lotOf)
  const places = lots.flatMap(({ place }) => place ?? [])
  const holders = await engine.read(findHolders, places)
  await names.learn([...lots.map(({ lot }) => productOf(lot)), ...places])
  for (const { lot, produced, expires, place, quantity, uom } of lots) {
    const { key, lot: number } = keyTexts(lot)
    const product = productOf(lot)
    const maker = place === undefined ? undefined : holders.get(place)?.name
    const cells: Row = [
      names.name(product),
      names.content(product),
      key,
      number,
      produced,
      expires,
      quantity,
      quantity === undefined ? undefined : (uom ?? '件'),
      maker?.zh ?? maker?.en,
      names.place(place),
    ]
    const missing = LOT_COLUMNS.slice(0, cells.length).filter((_, at) => cells[at] === undefined)
    yield [...cells, missing.map(({ title }) => title).join('、')]
  }
}

/** By when they were made. There are a few hundred lots in a chain, not millions. */
async function lotsIn(
  events: AsyncIterable<readonly Read[]>,
  lotOf: ReadonlyMap<string, string | undefined>,
): Promise<readonly Lot[]> {
  const lots = new Map<string, Lot>()
  const contents = new Contents(lotOf)
  for await (const part of events) {
    for (const facts of part.filter((read) => !read.void).map(factsOf)) {
      for (const portion of contents.all(madeIn(facts.flow))) {
        const { lot, affected } = portion
        if (lot === undefined || !affected || keyTexts(lot).ai !== '01') continue
        lots.set(lot, grown(lots.get(lot), lot, portion, facts))
      }
    }
  }
  return [...lots.values()]
}

/** The lot with what one more event made of it. Of amounts in several units the first stands, for it is not known what they are together. */
function grown(known: Lot | undefined, lot: string, portion: Portion, facts: Facts): Lot {
  const { produced, expires, flow } = facts
  if (known === undefined) {
    const { quantity, uom } = portion
    return { lot, produced, expires, place: flow.place, quantity, uom }
  }
  const adds = known.uom === portion.uom ? portion.quantity : undefined
  return {
    ...known,
    produced: known.produced ?? produced,
    expires: known.expires ?? expires,
    place: known.place ?? flow.place,
    quantity: adds === undefined ? known.quantity : (known.quantity ?? 0) + adds,
  }
}
