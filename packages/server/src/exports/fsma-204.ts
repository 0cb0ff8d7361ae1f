import type { Column, Row } from '../papers/sheet.ts'
import { Contents, type Portion } from './contents.ts'
import { factsOf, keyTexts, madeIn, type Facts } from './event-facts.ts'
import { productOf, type Names } from './names.ts'
import type { Read } from './read.ts'

/** 21 CFR 1.1325–1.1350: the critical tracking events that EPCIS steps tell of, and the key data elements each must have. */
const EVENTS = {
  Harvesting: ['lot', 'quantity', 'unit', 'product', 'place'],
  Shipping: ['lot', 'quantity', 'unit', 'product', 'from', 'to', 'source', 'document'],
  Receiving: ['lot', 'quantity', 'unit', 'product', 'from', 'to', 'source', 'document'],
  Transformation: ['lot', 'quantity', 'unit', 'product', 'place', 'document'],
} as const satisfies Readonly<Record<string, readonly Kde[]>>

type Cte = keyof typeof EVENTS

const STEPS: Readonly<Record<string, Cte>> = {
  collecting: 'Harvesting',
  shipping: 'Shipping',
  departing: 'Shipping',
  receiving: 'Receiving',
  accepting: 'Receiving',
}

type Kde = 'lot' | 'quantity' | 'unit' | 'product' | 'place' | 'from' | 'to' | 'source' | 'document'

const NAMES: Readonly<Record<Kde, string>> = {
  lot: 'Traceability lot code',
  quantity: 'Quantity',
  unit: 'Unit of measure',
  product: 'Product description',
  place: 'Location description',
  from: 'Immediate previous source location (ship from)',
  to: 'Subsequent recipient location (ship to)',
  source: 'Traceability lot code source',
  document: 'Reference document type and number',
}

export const FSMA_COLUMNS: readonly Column[] = [
  { title: 'Critical tracking event', width: 20 },
  { title: 'Date', kind: 'day', width: 12 },
  { title: 'Time' },
  { title: NAMES.lot, width: 24 },
  { title: 'GTIN' },
  { title: NAMES.product, width: 36 },
  { title: NAMES.quantity, kind: 'number', width: 12 },
  { title: NAMES.unit, width: 12 },
  { title: 'Role', width: 10 },
  { title: 'Affected', width: 10 },
  { title: NAMES.place, width: 40 },
  { title: NAMES.from, width: 40 },
  { title: NAMES.to, width: 40 },
  { title: NAMES.source, width: 40 },
  { title: 'Reference document type' },
  { title: 'Reference document number', width: 30 },
  { title: 'Identifier', width: 48 },
  { title: 'EPCIS event', width: 48 },
]

export const MISSING_COLUMNS: readonly Column[] = [
  { title: 'Critical tracking event', width: 20 },
  { title: 'Date', kind: 'day', width: 12 },
  { title: 'Key data element that no event gives', width: 44 },
  { title: NAMES.lot, width: 24 },
  { title: 'Identifier', width: 48 },
  { title: 'EPCIS event', width: 48 },
]

export type FsmaRow = { readonly row: Row; readonly missing: readonly Row[] }

type Line = Portion & { readonly role: '' | 'input' | 'output' }

/** One row a lot of each critical tracking event of affected goods. What was declared wrong is left out. */
export async function* fsmaRows(
  events: AsyncIterable<readonly Read[]>,
  lotOf: ReadonlyMap<string, string | undefined>,
  names: Names,
): AsyncGenerator<FsmaRow> {
  const contents = new Contents(lotOf)
  const sources = new Map<string, string>()
  for await (const part of events) {
    for (const facts of part.filter((read) => !read.void).map(factsOf)) {
      contents.take(facts.flow)
      learnSources(sources, facts, contents)
      const cte = cteOf(facts)
      if (cte === undefined) continue
      const lines = linesOf(facts, contents)
      const { flow, from, to } = facts
      const places = lines.map(({ lot }) => sources.get(lot ?? ''))
      await names.learn([
        ...lines.map(({ example }) => productOf(example)),
        flow.place,
        from,
        to,
        ...places,
      ])
      for (const line of lines)
        yield rowOf({ cte, facts, line, source: sources.get(line.lot ?? ''), names })
    }
  }
}

function cteOf({ flow: { type, bizStep } }: Facts): Cte | undefined {
  return type === 'TransformationEvent' ? 'Transformation' : STEPS[bizStep ?? '']
}

function linesOf({ flow }: Facts, contents: Contents): readonly Line[] {
  const { type, things, inputs, outputs, parent, children } = flow
  if (type === 'TransformationEvent') {
    return [
      ...contents.all(inputs).map((one) => ({ ...one, role: 'input' }) as const),
      ...contents.all(outputs).map((one) => ({ ...one, role: 'output' }) as const),
    ]
  }
  const moved =
    parent === undefined || type === 'AggregationEvent' ? [...things, ...children] : [parent]
  return contents.affectedIn(moved).map((one) => ({ ...one, role: '' }) as const)
}

/** Where a lot got its code: where it was first made. */
function learnSources(sources: Map<string, string>, { flow }: Facts, contents: Contents): void {
  const { place } = flow
  if (place === undefined) return
  for (const part of madeIn(flow)) {
    const { lot } = contents.portion(part)
    if (lot !== undefined && !sources.has(lot)) sources.set(lot, place)
  }
}

type Told = {
  readonly cte: Cte
  readonly facts: Facts
  readonly line: Line
  readonly source: string | undefined
  readonly names: Names
}

function rowOf({ cte, facts, line, source, names }: Told): FsmaRow {
  const { flow, day, time, documents } = facts
  const { lot, key } = keyTexts(line.lot ?? line.example)
  const said: Readonly<Record<Kde, string | number | undefined>> = {
    lot: lot ?? line.lot,
    quantity: line.quantity,
    unit: line.quantity === undefined ? undefined : (line.uom ?? 'each'),
    product: names.name(productOf(line.example)),
    place: names.place(flow.place),
    ...sidesOf(cte, facts, names),
    source: names.place(source),
    document: documents.length === 0 ? undefined : documents.map(({ number }) => number).join('; '),
  }
  const id = line.lot ?? line.example
  const row: Row = [
    cte,
    day,
    time,
    said.lot,
    key,
    said.product,
    said.quantity,
    said.unit,
    line.role,
    line.affected ? 'yes' : 'no',
    said.place,
    said.from,
    said.to,
    said.source,
    documents.map(({ type }) => type).join('; '),
    said.document,
    id,
    flow.eventID,
  ]
  const missing = EVENTS[cte]
    .filter((kde) => said[kde] === undefined)
    .map((kde): Row => [cte, day, NAMES[kde], said.lot, id, flow.eventID])
  return { row, missing }
}

/** A place that ships is where it is shipped from, one that receives is where it is received. */
function sidesOf(
  cte: Cte,
  { flow: { place }, from, to }: Facts,
  names: Names,
): { readonly from: string | undefined; readonly to: string | undefined } {
  if (cte === 'Shipping') return { from: names.place(from ?? place), to: names.place(to) }
  if (cte === 'Receiving') return { from: names.place(from), to: names.place(to ?? place) }
  return { from: undefined, to: undefined }
}
