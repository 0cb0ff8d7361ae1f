import { isIri } from '@suyuan/core/event/context'
import { parseIdentifier } from '@suyuan/core/id/parse'
import type { Asked, Endpoint } from '../access/endpoint.ts'
import type { Reach } from '../access/reach.ts'
import type { Engine } from '../db/engine.ts'
import { choosing } from '../http/accept.ts'
import { answer } from '../http/answer.ts'
import { formOf, notOffered } from '../http/form.ts'
import { refuse, Refused } from '../http/problem.ts'
import { oneOfWords, Parameters } from '../http/request.ts'
import { csvOf } from '../papers/csv.ts'
import type { Row, Sheet } from '../papers/sheet.ts'
import { xlsxOf } from '../papers/xlsx.ts'
import { documentInParts } from '../query/document-stream.ts'
import type { Stored } from '../store/stored.ts'
import { companyPrefixes } from '../store/company-prefix.ts'
import { FSMA_COLUMNS, fsmaRows, MISSING_COLUMNS, type FsmaRow } from './fsma-204.ts'
import { GS1_COLUMNS, gs1Rows } from './gs1-csv.ts'
import { Names } from './names.ts'
import type { Read } from './read.ts'
import { LOT_COLUMNS, lotRows } from './national-lots.ts'
import { eventsOf, select, withContainers, type Selection } from './selection.ts'

export type ExportsRoom = {
  readonly engine: Engine
  readonly reach: Reach
  /** Microseconds since 1970. */
  readonly now: () => number
}

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
export const CSV = 'text/csv'

const OF = 'an identifier: EPC URN, GS1 Digital Link on any host, or another URI'

const SAYS = {
  'fsma-204':
    'FDA FSMA 204: critical tracking events and key data elements of what is affected, sortable, XLSX or CSV',
  'gs1-csv': 'The events of what is affected as CSV, a line for each thing of each event',
  'national-lots':
    'The lots of what is affected, as tables of national platforms have them (Chinese), XLSX or CSV',
  epcis: 'The events of what is affected as one EPCIS document, JSON or XML',
} as const

type Kind = keyof typeof SAYS

/** Files that have to be handed in, of all that a thing reaches. They are made as they are read. */
export function exportEndpoints(room: ExportsRoom): readonly Endpoint[] {
  return (Object.keys(SAYS) as readonly Kind[]).map((kind) => ({
    method: 'GET',
    path: `/exports/${kind}`,
    says: SAYS[kind],
    parameters: {
      of: OF,
      direction: 'forward (unless told): what it went into; backward: what it was made from; both',
      certainty: 'certain: follow certain links alone',
    },
    answers: {
      200: 'The file',
      404: 'No event ever named it',
      413: 'More things are affected than one file may tell of',
    },
    handle: (asked) => MAKERS[kind](room, asked),
  }))
}

type Maker = (room: ExportsRoom, asked: Asked) => Promise<Response>

const MAKERS: Readonly<Record<Kind, Maker>> = {
  'fsma-204': fsma,
  'gs1-csv': gs1,
  'national-lots': nationalLots,
  epcis,
}

/** @throws Refused when the question cannot be read, or nothing is kept of its subject. */
function selected(room: ExportsRoom, { request, viewer }: Asked): Promise<Selection> {
  const params = new Parameters(request)
  const given = params.required('of', (text) => text, OF)
  const direction =
    params.optional(
      'direction',
      oneOfWords('forward', 'backward', 'both'),
      'forward, backward or both',
    ) ?? 'forward'
  const certainty = params.optional('certainty', oneOfWords('certain', 'possible'), 'certain')
  params.done()
  const parsed = parseIdentifier(given, '?of')
  if (!parsed.ok) throw new Refused('QueryParameterException', parsed.problems)
  if (!isIri(given)) throw refuse('QueryParameterException', '?of', 'not-a-uri', `${given}: ${OF}`)
  if (viewer.sees !== 'everything') {
    throw refuse('ForbiddenException', '', 'not-yours', 'exports are made for who sees everything')
  }
  return select(room, {
    viewer,
    of: parsed.value.canonical,
    directions: direction === 'both' ? ['backward', 'forward'] : [direction],
    certainOnly: certainty === 'certain',
    signal: request.signal,
  })
}

const chooseTable = choosing([XLSX, CSV])

/** One sheet as CSV, all as XLSX, as the client would rather have it. */
function tables(request: Request, name: string, sheets: readonly [Sheet, ...Sheet[]]): Response {
  return tableType(request) === CSV
    ? file(csvOf(sheets[0]), `${CSV}; charset=utf-8`, `${name}.csv`)
    : file(xlsxOf(sheets), XLSX, `${name}.xlsx`)
}

function tableType({ headers }: Request): string {
  const type = chooseTable(headers.get('accept'))
  if (type === undefined) throw notOffered(headers.get('accept'), [XLSX, CSV])
  return type
}

function file(bytes: AsyncIterable<Uint8Array>, type: string, name: string): Response {
  return answer(streamed(bytes), {
    headers: { 'content-type': type, 'content-disposition': `attachment; filename="${name}"` },
  })
}

async function fsma(room: ExportsRoom, asked: Asked): Promise<Response> {
  tableType(asked.request)
  const selection = await selected(room, asked)
  const { viewer, request } = asked
  const positions = await withContainers(room, { viewer, signal: request.signal }, selection)
  // Read twice, so that neither sheet has to be kept while the other is written.
  const rows = (): AsyncIterable<FsmaRow> =>
    fsmaRows(eventsOf(room, viewer, positions), selection.lotOf, new Names(room.engine, 'en'))
  return tables(request, 'fsma-204', [
    { name: 'Records', columns: FSMA_COLUMNS, rows: each(rows, ({ row }) => [row]) },
    { name: 'Missing', columns: MISSING_COLUMNS, rows: each(rows, ({ missing }) => missing) },
  ])
}

async function* each(
  rows: () => AsyncIterable<FsmaRow>,
  of: (row: FsmaRow) => readonly Row[],
): AsyncGenerator<Row> {
  for await (const row of rows()) yield* of(row)
}

const chooseCsv = choosing([CSV])

async function gs1(room: ExportsRoom, asked: Asked): Promise<Response> {
  const accept = asked.request.headers.get('accept')
  if (chooseCsv(accept) === undefined) throw notOffered(accept, [CSV])
  const { lotOf, events } = await selected(room, asked)
  const rows = gs1Rows(eventsOf(room, asked.viewer, events), lotOf)
  return file(csvOf({ name: '', columns: GS1_COLUMNS, rows }), `${CSV}; charset=utf-8`, 'gs1.csv')
}

async function nationalLots(room: ExportsRoom, asked: Asked): Promise<Response> {
  tableType(asked.request)
  const { lotOf, events } = await selected(room, asked)
  const names = new Names(room.engine, 'zh')
  const read = eventsOf(room, asked.viewer, events)
  const rows = lotRows(room.engine, read, { lotOf, names })
  return tables(asked.request, 'national-lots', [{ name: '批次', columns: LOT_COLUMNS, rows }])
}

async function epcis(room: ExportsRoom, asked: Asked): Promise<Response> {
  const form = formOf(asked.request)
  const { events } = await selected(room, asked)
  const prefixes =
    form.epcFormat === 'Always_EPC_URN' ? await room.engine.read(companyPrefixes, undefined) : []
  const read = eventsOf(room, asked.viewer, events)
  const parts = documentInParts(stored(read), { form, now: room.now(), prefixes })
  const name = form.mediaType.endsWith('xml') ? 'events.xml' : 'events.json'
  return file(parts, form.mediaType, name)
}

async function* stored(read: AsyncIterable<readonly Read[]>): AsyncGenerator<readonly Stored[]> {
  for await (const part of read) yield part.map((one) => one.stored)
}

/** Made only as fast as the client takes it, and let go when it goes away. */
function streamed(bytes: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const pieces = bytes[Symbol.asyncIterator]()
  return new ReadableStream({
    pull: async (stream) => {
      const { value, done } = await pieces.next()
      if (done === true) stream.close()
      else stream.enqueue(value)
    },
    cancel: async () => {
      await pieces.return?.()
    },
  })
}
