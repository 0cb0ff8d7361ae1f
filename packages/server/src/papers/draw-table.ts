import {
  BOTTOM,
  INK,
  LEFT,
  PAGE,
  RULE,
  TINT,
  TOP,
  type,
  WIDTH,
  type Drawing,
  type Written,
} from './drawing.ts'
import type { Table, TableCell } from './paper.ts'

const SIZE = 8.5
const PAD = 4

type Place = {
  readonly left: number
  readonly width: number
  readonly right: boolean
}

/** A table whose header stands again on each page that it goes on to. A row that fits on no page is cut off with an ellipsis. */
export function drawTable(drawing: Drawing, { columns, rows, empty }: Table): void {
  const { doc } = drawing
  const places = placesOf(columns)
  const titles = columns.map(({ title }) => title)
  const header = (): void => drawRow(drawing, places, titles, { bold: true, fill: TINT.plain })
  const first = rows[0] === undefined ? 20 : heightOf(drawing, places, rows[0], false)
  const top = heightOf(drawing, places, titles, true)
  if (doc.y + top + first > PAGE.height - BOTTOM) doc.addPage()
  header()
  for (const row of rows) {
    if (doc.y + heightOf(drawing, places, row, false) > PAGE.height - BOTTOM) {
      doc.addPage()
      header()
    }
    drawRow(drawing, places, row, { bold: false })
  }
  if (rows.length === 0 && empty !== undefined) {
    const options = type(drawing, { size: SIZE, colour: INK.quiet })
    doc.text(drawing.shown(empty), LEFT + PAD, doc.y + PAD, options)
    doc.y += PAD
  }
  doc.x = LEFT
  doc.y += 9
}

function placesOf(columns: Table['columns']): readonly Place[] {
  const all = columns.reduce((sum, { share = 1 }) => sum + share, 0)
  let left = LEFT
  return columns.map(({ share = 1, right = false }) => {
    const width = (WIDTH * share) / all
    const place = { left, width, right }
    left += width
    return place
  })
}

const textOf = (cell: TableCell | undefined): string =>
  typeof cell === 'string' || cell === undefined ? (cell ?? '') : cell.text

const LONGEST = PAGE.height - BOTTOM - TOP - 40

function heightOf(
  drawing: Drawing,
  places: readonly Place[],
  row: readonly TableCell[],
  bold: boolean,
): number {
  const heights = places.map(({ width }, at) => {
    const text = drawing.shown(textOf(row[at]))
    return drawing.doc.heightOfString(text, type(drawing, { size: SIZE, bold, width: width - 8 }))
  })
  return Math.min(Math.max(12, ...heights) + 2 * PAD - 1, LONGEST)
}

function drawRow(
  drawing: Drawing,
  places: readonly Place[],
  row: readonly TableCell[],
  { bold, fill }: { readonly bold: boolean; readonly fill?: string },
): void {
  const { doc } = drawing
  const height = heightOf(drawing, places, row, bold)
  const top = doc.y
  if (fill !== undefined) doc.rect(LEFT, top, WIDTH, height).fill(fill)
  for (const [at, { left, width, right }] of places.entries()) {
    const cell = row[at]
    const colour = typeof cell === 'object' ? INK[cell.tone] : INK.plain
    const written: Written = {
      size: SIZE,
      bold,
      colour,
      width: width - 2 * PAD,
      align: right ? 'right' : 'left',
    }
    const options = { ...type(drawing, written), height: height - PAD, ellipsis: true }
    doc.text(drawing.shown(textOf(cell)), left + PAD, top + PAD, options)
  }
  doc
    .moveTo(LEFT, top + height)
    .lineTo(LEFT + WIDTH, top + height)
    .lineWidth(0.4)
    .stroke(RULE)
  doc.x = LEFT
  doc.y = top + height
}
