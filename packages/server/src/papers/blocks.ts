import { drawTable } from './draw-table.ts'
import {
  ACCENT,
  INK,
  LEFT,
  PAGE,
  BOTTOM,
  room,
  RULE,
  TINT,
  type,
  WIDTH,
  type Drawing,
} from './drawing.ts'
import type { Block } from './paper.ts'

type Of<Name extends Block['block']> = Extract<Block, { readonly block: Name }>
type Blocks = { readonly [Name in Block['block']]: (drawing: Drawing, block: Of<Name>) => void }

/** How each block looks. */
const BLOCKS: Blocks = {
  heading,
  paragraph,
  callout,
  facts,
  figures,
  list,
  table: drawTable,
  picture,
  signatures,
  page: ({ doc }) => {
    doc.addPage()
  },
}

export function drawBlock(drawing: Drawing, block: Block): void {
  const draw = BLOCKS[block.block] as (drawing: Drawing, block: Block) => void
  draw(drawing, block)
}

/** Does not stand alone at the foot of a page. */
function heading(drawing: Drawing, { text }: Of<'heading'>): void {
  const { doc } = drawing
  room(drawing, 76)
  doc.y += 10
  doc.rect(LEFT, doc.y + 4, 3, 12).fill(ACCENT)
  const options = type(drawing, { size: 12.5, bold: true, width: WIDTH - 10 })
  doc.text(drawing.shown(text), LEFT + 10, doc.y, options)
  doc.y += 5
}

function paragraph(drawing: Drawing, { text, tone = 'plain' }: Of<'paragraph'>): void {
  const { doc } = drawing
  const options = type(drawing, { colour: INK[tone], lineGap: 2 })
  room(drawing, 28)
  doc.text(drawing.shown(text), LEFT, doc.y, options)
  doc.y += 6
}

function callout(drawing: Drawing, { title, text, tone }: Of<'callout'>): void {
  const { doc } = drawing
  const width = WIDTH - 28
  const said = drawing.shown(text)
  const named = title === undefined ? undefined : drawing.shown(title)
  const heading = { size: 11, bold: true, colour: INK[tone], width }
  const above = named === undefined ? 0 : doc.heightOfString(named, type(drawing, heading)) + 2
  const height = above + doc.heightOfString(said, type(drawing, { width, lineGap: 2 })) + 16
  room(drawing, height + 8)
  const top = doc.y
  doc.rect(LEFT, top, WIDTH, height).fill(TINT[tone])
  doc.rect(LEFT, top, 4, height).fill(INK[tone])
  if (named !== undefined) doc.text(named, LEFT + 16, top + 8, type(drawing, heading))
  doc.text(said, LEFT + 16, top + 8 + above, type(drawing, { width, lineGap: 2 }))
  doc.x = LEFT
  doc.y = top + height + 10
}

/** The share of the width that the names have. */
const NAMES = 0.28

function facts(drawing: Drawing, { facts: all }: Of<'facts'>): void {
  const { doc } = drawing
  const left = WIDTH * NAMES
  for (const fact of all) {
    const [name, value] = [drawing.shown(fact[0]), drawing.shown(fact[1])]
    const ofName = { colour: INK.quiet, width: left - 8 }
    const ofValue = { width: WIDTH - left }
    const height = Math.max(
      doc.heightOfString(name, type(drawing, ofName)),
      doc.heightOfString(value, type(drawing, ofValue)),
    )
    room(drawing, Math.min(height + 6, PAGE.height / 3))
    const top = doc.y
    doc.text(name, LEFT, top, type(drawing, ofName))
    doc.text(value, LEFT + left, top, type(drawing, ofValue))
    // A value may have gone on to the next page.
    doc.y = Math.max(doc.y, doc.y >= top ? top + height : 0) + 3
    doc
      .moveTo(LEFT, doc.y)
      .lineTo(LEFT + WIDTH, doc.y)
      .lineWidth(0.4)
      .stroke(RULE)
    doc.y += 3
  }
  doc.y += 5
}

function figures(drawing: Drawing, { figures: all }: Of<'figures'>): void {
  const { doc } = drawing
  const [gap, height] = [8, 50]
  const width = (WIDTH - gap * (all.length - 1)) / all.length
  room(drawing, height + 10)
  const top = doc.y
  for (const [at, { name, value, tone = 'plain' }] of all.entries()) {
    const left = LEFT + at * (width + gap)
    doc.rect(left, top, width, height).fill(TINT[tone])
    const inside = width - 16
    const big = { bold: true, colour: INK[tone], width: inside, lineGap: 0 }
    const shown = drawing.shown(value)
    doc.text(shown, left + 8, top + 5, {
      ...type(drawing, { ...big, size: sizeFitting(drawing, shown, inside) }),
      lineBreak: false,
    })
    const small = type(drawing, { size: 8, colour: INK.quiet, width: inside, lineGap: 0 })
    doc.text(drawing.shown(name), left + 8, top + 31, { ...small, height: 14, ellipsis: true })
  }
  doc.x = LEFT
  doc.y = top + height + 10
}

function sizeFitting(drawing: Drawing, text: string, width: number): number {
  type(drawing, { size: 16, bold: true })
  return Math.max(7, Math.min(16, (16 * width) / Math.max(1, drawing.doc.widthOfString(text))))
}

function list(drawing: Drawing, { items }: Of<'list'>): void {
  const { doc } = drawing
  for (const item of items) {
    room(drawing, 20)
    const top = doc.y
    doc.circle(LEFT + 5, top + 7, 1.4).fill(ACCENT)
    const options = type(drawing, { width: WIDTH - 16, lineGap: 2 })
    doc.text(drawing.shown(item), LEFT + 16, top, options)
    doc.y += 2
  }
  doc.x = LEFT
  doc.y += 5
}

/** The types of pdfkit leave it out. */
type Opens = {
  openImage(bytes: Buffer): { readonly width: number; readonly height: number }
}

function picture(drawing: Drawing, { bytes, share = 1, caption }: Of<'picture'>): void {
  const { doc } = drawing
  const image = (doc as unknown as Opens).openImage(Buffer.from(bytes))
  const most = PAGE.height - BOTTOM - 120
  const width = Math.min(WIDTH * share, (most * image.width) / image.height)
  const height = (width * image.height) / image.width
  room(drawing, height + 24)
  const top = doc.y
  doc.image(Buffer.from(bytes), LEFT, top, { width })
  doc.y = top + height + 4
  if (caption !== undefined) {
    doc.text(drawing.shown(caption), LEFT, doc.y, type(drawing, { size: 8, colour: INK.quiet }))
  }
  doc.y += 6
}

const SIGNED = {
  zh: { name: '姓名', signature: '签字', date: '日期' },
  en: { name: 'Name', signature: 'Signature', date: 'Date' },
} as const

function signatures(drawing: Drawing, { roles }: Of<'signatures'>): void {
  const { doc, language } = drawing
  const words = SIGNED[language]
  const fields = [
    [words.name, 0.3],
    [words.signature, 0.45],
    [words.date, 0.25],
  ] as const
  for (const role of roles) {
    room(drawing, 62)
    doc.text(drawing.shown(role), LEFT, doc.y + 4, type(drawing, { bold: true }))
    const line = doc.y + 26
    let left = LEFT
    for (const [word, share] of fields) {
      const width = WIDTH * share
      doc
        .moveTo(left, line)
        .lineTo(left + width - 14, line)
        .lineWidth(0.6)
        .stroke(INK.quiet)
      const small = type(drawing, { size: 8, colour: INK.quiet, width: width - 14 })
      doc.text(word, left, line + 2, small)
      left += width
    }
    doc.x = LEFT
    doc.y = line + 20
  }
}
