import { drawBlock } from './blocks.ts'
import {
  ACCENT,
  INK,
  LEFT,
  newDrawing,
  PAGE,
  RULE,
  TOP,
  type,
  WIDTH,
  type Drawing,
} from './drawing.ts'
import type { Paper } from './paper.ts'

/** A paper as PDF, drawn where it is asked for. */
export async function drawn(paper: Paper): Promise<Uint8Array> {
  const drawing = newDrawing(paper)
  const { doc } = drawing
  const chunks: Buffer[] = []
  doc.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise<void>((resolve, reject) => {
    doc.once('end', resolve)
    doc.once('error', reject)
  })
  title(drawing, paper)
  for (const block of paper.blocks) drawBlock(drawing, block)
  around(drawing, paper)
  doc.end()
  await ended
  return Buffer.concat(chunks)
}

function title(drawing: Drawing, paper: Paper): void {
  const { doc } = drawing
  const options = type(drawing, { size: 20, bold: true })
  doc.text(drawing.shown(paper.title), LEFT, TOP, options)
  if (paper.subtitle !== undefined) {
    const small = type(drawing, { size: 10.5, colour: INK.quiet })
    doc.text(drawing.shown(paper.subtitle), LEFT, doc.y + 2, small)
  }
  doc.y += 6
  doc.rect(LEFT, doc.y, WIDTH, 1.5).fill(ACCENT)
  doc.y += 12
}

const pageOf = {
  zh: (page: number, pages: number) => `第 ${page} 页，共 ${pages} 页`,
  en: (page: number, pages: number) => `Page ${page} of ${pages}`,
} as const

/** Head and foot of each page; only now it is known how many there are. */
function around(drawing: Drawing, paper: Paper): void {
  const { doc } = drawing
  const { count } = doc.bufferedPageRange()
  for (let page = 0; page < count; page++) {
    doc.switchToPage(page)
    // Else what stands below the margin begins another page.
    doc.page.margins = { top: 0, bottom: 0, left: 0, right: 0 }
    const half = { size: 8, colour: INK.quiet, width: WIDTH / 2, lineGap: 0 }
    const cut = { height: 12, ellipsis: true, lineBreak: true }
    const [head, foot] = [36, PAGE.height - 44]
    doc.text(drawing.shown(paper.mark), LEFT, head, { ...type(drawing, half), ...cut })
    doc.text(drawing.shown(page === 0 ? '' : paper.title), LEFT + WIDTH / 2, head, {
      ...type(drawing, { ...half, align: 'right' }),
      ...cut,
    })
    for (const y of [head + 16, foot - 6]) {
      doc
        .moveTo(LEFT, y)
        .lineTo(LEFT + WIDTH, y)
        .lineWidth(0.4)
        .stroke(RULE)
    }
    doc.text(drawing.shown(paper.foot), LEFT, foot, { ...type(drawing, half), ...cut })
    doc.text(pageOf[paper.language](page + 1, count), LEFT + WIDTH / 2, foot, {
      ...type(drawing, { ...half, align: 'right' }),
      ...cut,
    })
  }
}
