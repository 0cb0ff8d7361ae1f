import { Readable } from 'node:stream'
import { ZipFile, type ReadStreamOptions } from 'yazl'
import type { Row, Sheet } from './sheet.ts'
import { around, sheetFoot, sheetHead, sheetRow } from './sheet-xml.ts'

/** Rows that a sheet can have, the header line counted (Excel 2007 and later). */
export const MOST_ROWS = 1_048_576

export type XlsxOptions = {
  /** Rows of a sheet, the header line counted, after which another goes on; fewer for tests. */
  readonly mostRows?: number
}

/** Every part of a file has this time: the same rows are the same bytes. 1980 is the first year that ZIP knows. */
const MTIME = new Date(1980, 0, 1)
/** Level 6 takes twice as long for a file a tenth smaller. */
const PACKED = {
  mtime: MTIME,
  forceDosTimestamp: true,
  compressionLevel: 3,
} as const satisfies Partial<ReadStreamOptions>

/** Characters of a piece of a worksheet, about. */
const PIECE = 65_536

/**
 * Sheets as one XLSX file, read and packed only as fast as it is taken: memory does not grow with the rows. A sheet that has
 * more rows than fit goes on in another with its number in the name. A fault of the rows breaks the file off.
 */
export function xlsxOf(
  sheets: readonly Sheet[],
  { mostRows = MOST_ROWS }: XlsxOptions = {},
): AsyncIterable<Uint8Array> {
  const zip = new ZipFile()
  const out = zip.outputStream as Readable
  const todo = sheets.map(opened)
  zip.on('error', (error: Error) => out.destroy(error))
  out.once('close', () => {
    for (const { rows } of todo) void rows.return?.()
  })
  addFrom(zip, { todo, names: [], mostRows, out })
  return out
}

/** A sheet on its way: its rows are taken where the sheet before left off. */
type Opened = {
  readonly sheet: Sheet
  readonly rows: AsyncIterator<Row>
  /** A row that did not fit into the last. */
  next?: Row
  parts: number
}

type Making = {
  readonly todo: readonly Opened[]
  readonly names: string[]
  readonly mostRows: number
  readonly out: Readable
}

const opened = (sheet: Sheet): Opened => ({ sheet, rows: each(sheet.rows), parts: 0 })

async function* each(rows: Sheet['rows']): AsyncGenerator<Row> {
  for await (const row of rows) yield row
}

/** Adds the next worksheet; which it is, is known only when the one before has ended. */
function addFrom(zip: ZipFile, making: Making): void {
  const [first, ...others] = making.todo
  if (first === undefined) {
    for (const [path, text] of around(making.names)) zip.addBuffer(Buffer.from(text), path, PACKED)
    zip.end()
    return
  }
  making.names.push(tabName(first, making.names))
  first.parts++
  const pieces = Readable.from(worksheet(first, making.mostRows), { objectMode: false })
  pieces.once('error', (error) => making.out.destroy(error))
  making.out.once('close', () => pieces.destroy())
  pieces.once('end', () =>
    addFrom(zip, { ...making, todo: first.next === undefined ? others : making.todo }),
  )
  zip.addReadStream(pieces, `xl/worksheets/sheet${making.names.length}.xml`, PACKED)
}

async function* worksheet(from: Opened, mostRows: number): AsyncGenerator<Buffer> {
  const { columns } = from.sheet
  let piece = sheetHead(columns)
  let rows = 1
  for (let row = from.next ?? (await taken(from)); row !== undefined; row = await taken(from)) {
    delete from.next
    if (rows === mostRows) {
      from.next = row
      break
    }
    piece += sheetRow(columns, row, ++rows)
    if (piece.length < PIECE) continue
    yield Buffer.from(piece)
    piece = ''
  }
  yield Buffer.from(piece + sheetFoot(columns, rows))
}

async function taken({ rows }: Opened): Promise<Row | undefined> {
  const { value, done } = await rows.next()
  return done === true ? undefined : value
}

/** Excel knows 31 characters and none of `[]:*?/\`, no apostrophe at an end, and takes no name twice, however cased. */
function tabName({ sheet, parts }: Opened, taken: readonly string[]): string {
  const clean = sheet.name.replaceAll(/[[\]:*?/\\]/g, '-').replaceAll(/^'|'$/g, '-') || '-'
  for (let number = parts + 1; ; number++) {
    const suffix = number === 1 ? '' : ` (${number})`
    const name = clean.slice(0, 31 - suffix.length) + suffix
    if (!taken.some((other) => other.toLowerCase() === name.toLowerCase())) return name
  }
}
