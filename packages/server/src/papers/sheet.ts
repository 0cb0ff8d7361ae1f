/** A table of a file of tables, whatever its format: CSV knows one, XLSX many. */
export type Sheet = {
  /** On the tab in XLSX: cut to 31 characters, characters that Excel refuses there replaced. */
  readonly name: string
  readonly columns: readonly Column[]
  /** Read once, and only as fast as the reader of the file takes it: may be millions. */
  readonly rows: Iterable<Row> | AsyncIterable<Row>
}

export type Column = {
  readonly title: string
  /** `day`: text as `2026-03-01`, a real date in XLSX; `text` unless told. */
  readonly kind?: 'text' | 'number' | 'day'
  /** In characters; 16 unless told. */
  readonly width?: number
}

/** Cells in the order of the columns. Undefined is an empty cell: not known. */
export type Row = readonly Cell[]

export type Cell = string | number | boolean | undefined

/** What spreadsheet programs read as the beginning of a formula, in CSV or when a cell is edited (OWASP, CSV injection). */
export const FORMULA: RegExp = /^[=+\-@\t\r\n＝＋－＠]/
