import { FORMULA, type Cell, type Sheet } from './sheet.ts'

export type CsvOptions = {
  /** A byte order mark, without which Excel takes UTF-8 for the machine's own encoding; there unless told. */
  readonly bom?: boolean
}

/** Bytes of a piece, about. */
const PIECE = 65_536

/**
 * A sheet as CSV by RFC 4180 (CRLF, a header line, quotes doubled), in UTF-8, in pieces of about 64 kB.
 * A text that a spreadsheet program would take for a formula gets an apostrophe before it.
 */
export async function* csvOf(
  { columns, rows }: Sheet,
  { bom = true }: CsvOptions = {},
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  let piece = `${bom ? '\uFEFF' : ''}${line(columns.map(({ title }) => title))}`
  for await (const row of rows) {
    piece += line(columns.map((_, at) => row[at]))
    if (piece.length < PIECE) continue
    yield encoder.encode(piece)
    piece = ''
  }
  yield encoder.encode(piece)
}

const line = (cells: readonly Cell[]): string => `${cells.map(field).join(',')}\r\n`

function field(cell: Cell): string {
  if (cell === undefined) return ''
  if (typeof cell !== 'string') return String(cell)
  const guarded = FORMULA.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded
}
