import { FORMULA, type Cell, type Column, type Row } from './sheet.ts'

/** SpreadsheetML (ECMA-376 part 1, 18.3): the text of one worksheet, and of what stands around all. */

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

/** Most characters of a cell; Excel calls a file with more damaged. */
export const LONGEST_CELL = 32_767

/** Places in the list of formats of {@link STYLES}. */
const STYLE = { plain: 0, header: 1, day: 2, guarded: 3 } as const

export const STYLES: string = `${XML}<styleSheet xmlns="${MAIN}">\
<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>\
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>\
<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>\
<fill><patternFill patternType="solid"><fgColor rgb="FFE6EFEC"/></patternFill></fill></fills>\
<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>\
<cellXfs count="4"><xf/><xf fontId="1" fillId="2" applyFont="1" applyFill="1"/>\
<xf numFmtId="164" applyNumberFormat="1"/><xf quotePrefix="1"/></cellXfs></styleSheet>`

/** What stands before the rows; the header line with it stays in sight. */
export function sheetHead(columns: readonly Column[]): string {
  const widths = columns
    .map(
      ({ width = 16 }, at) =>
        `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`,
    )
    .join('')
  const titles = columns.map(({ title }, at) => textCell(`${letters(at)}1`, title, STYLE.header))
  return `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">\
<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>\
<cols>${widths}</cols><sheetData><row r="1">${titles.join('')}</row>`
}

/** A row; `number` as Excel counts, from 1. */
export function sheetRow(columns: readonly Column[], row: Row, number: number): string {
  let cells = ''
  for (const [at, column] of columns.entries()) {
    cells += cellOf(`${letters(at)}${number}`, row[at], column)
  }
  return `<row r="${number}">${cells}</row>`
}

/** What stands after `rows` rows, the header line counted: all can be filtered and sorted. */
export function sheetFoot(columns: readonly Column[], rows: number): string {
  return `</sheetData><autoFilter ref="A1:${letters(columns.length - 1)}${rows}"/></worksheet>`
}

function cellOf(place: string, cell: Cell, { kind }: Column): string {
  if (cell === undefined || cell === '') return ''
  if (typeof cell === 'boolean') return `<c r="${place}" t="b"><v>${cell ? 1 : 0}</v></c>`
  if (typeof cell === 'number') {
    return Number.isFinite(cell) ? `<c r="${place}"><v>${cell}</v></c>` : ''
  }
  const day = kind === 'day' ? serialDay(cell) : undefined
  if (day !== undefined) return `<c r="${place}" s="${STYLE.day}"><v>${day}</v></c>`
  return textCell(place, cell, FORMULA.test(cell) ? STYLE.guarded : STYLE.plain)
}

/** A text in its cell is never a formula, and `quotePrefix` keeps it a text when somebody edits it. */
function textCell(place: string, text: string, style: number): string {
  const shown = text.length > LONGEST_CELL ? `${text.slice(0, LONGEST_CELL - 1)}…` : text
  const styled = style === STYLE.plain ? '' : ` s="${style}"`
  return `<c r="${place}"${styled} t="inlineStr"><is><t xml:space="preserve">${written(shown)}</t></is></c>`
}

/** Days since 1899-12-30, as Excel counts them from 1 March 1900 on; undefined: no such day, or before it. */
function serialDay(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return undefined
  const millis = Date.parse(`${text}T00:00:00Z`)
  if (Number.isNaN(millis) || !new Date(millis).toISOString().startsWith(text)) return undefined
  const day = millis / 86_400_000 + 25_569
  return day > 60 ? day : undefined
}

/** ST_Xstring (ECMA-376 part 1, 22.9.2.19): what XML cannot hold is `_xHHHH_`, and what looks like that is escaped. */
export function written(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll(
      // oxlint-disable-next-line no-control-regex -- those are what XML 1.0 cannot hold
      /[\u0000-\u0008\u000B\u000C\u000D\u000E-\u001F\uFFFE\uFFFF]/g,
      (one) => `_x${one.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    )
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/** A, B, … Z, AA, … */
export function letters(at: number): string {
  const last = String.fromCharCode(65 + (at % 26))
  return at < 26 ? last : letters(Math.floor(at / 26) - 1) + last
}

/** The parts around the worksheets: path → text. */
export function around(names: readonly string[]): ReadonlyMap<string, string> {
  const sheets = names.map(
    (name, at) => `<sheet name="${written(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`,
  )
  const relations = names.map((_, at) =>
    relation(at + 1, 'worksheet', `worksheets/sheet${at + 1}.xml`),
  )
  const overrides = names.map(
    (_, at) =>
      `<Override PartName="/xl/worksheets/sheet${at + 1}.xml" ContentType="${TYPE}.worksheet+xml"/>`,
  )
  return new Map([
    [
      '[Content_Types].xml',
      `${XML}<Types xmlns="${PACKAGE}/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/>\
<Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>${overrides.join('')}</Types>`,
    ],
    ['_rels/.rels', relationsOf([relation(1, 'officeDocument', 'xl/workbook.xml')])],
    [
      'xl/workbook.xml',
      `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${sheets.join('')}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      relationsOf([...relations, relation(names.length + 1, 'styles', 'styles.xml')]),
    ],
    ['xl/styles.xml', STYLES],
  ])
}

const relation = (id: number, type: string, target: string): string =>
  `<Relationship Id="rId${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`

const relationsOf = (all: readonly string[]): string =>
  `${XML}<Relationships xmlns="${PACKAGE}/relationships">${all.join('')}</Relationships>`
