import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import PDFDocument from 'pdfkit'
import type { Paper, Tone } from './paper.ts'

/** The sheet of paper that blocks are drawn on, from above to below. */
export type Drawing = {
  readonly doc: PDFKit.PDFDocument
  readonly language: Paper['language']
  /** What cannot be drawn is told by its number. */
  readonly shown: (text: string) => string
}

export const LEFT = 56
export const TOP = 72
export const BOTTOM = 64
/** A4, in points. */
export const PAGE = { width: 595.28, height: 841.89 } as const
export const WIDTH: number = PAGE.width - 2 * LEFT

export const INK: Readonly<Record<Tone, string>> = {
  plain: '#1f2a2a',
  quiet: '#647070',
  alarm: '#b3261e',
  warning: '#8a5a00',
  good: '#1b6b4a',
}
export const TINT: Readonly<Record<Tone, string>> = {
  plain: '#f2f5f4',
  quiet: '#f2f5f4',
  alarm: '#fcebea',
  warning: '#fdf3e0',
  good: '#e8f4ee',
}
export const ACCENT = '#0f6b5c'
export const RULE = '#cfd8d5'

/** Noto Sans Hans: Chinese (GB 18030-2000 and more), Latin, Greek, Cyrillic; only what is used goes into a file. */
const FONTS = fileURLToPath(new URL('../fonts/', import.meta.resolve('@embedpdf/fonts-sc')))

let fonts: { readonly regular: Buffer; readonly bold: Buffer } | undefined

/** A sheet to draw on. */
export function newDrawing(paper: Paper): Drawing {
  fonts ??= {
    regular: readFileSync(`${FONTS}NotoSansHans-Regular.otf`),
    bold: readFileSync(`${FONTS}NotoSansHans-Bold.otf`),
  }
  const made = new Date(Math.floor(paper.madeAt / 1000))
  const doc = new PDFDocument({
    size: 'A4',
    margins: { top: TOP, bottom: BOTTOM, left: LEFT, right: LEFT },
    pdfVersion: '1.7',
    lang: paper.language === 'zh' ? 'zh-CN' : 'en',
    displayTitle: true,
    bufferPages: true,
    info: {
      Title: paper.title,
      Subject: paper.mark,
      Author: paper.foot,
      Creator: 'Suyuan',
      Producer: 'Suyuan',
      CreationDate: made,
      ModDate: made,
    },
  })
  doc.registerFont('regular', fonts.regular)
  doc.registerFont('bold', fonts.bold)
  doc.font('regular')
  return { doc, language: paper.language, shown: showing(doc) }
}

type FontInside = {
  readonly _font: { readonly font: { hasGlyphForCodePoint(codePoint: number): boolean } }
}

/** pdfkit draws an empty box for what the font has not: a rare character of a name would be lost. */
function showing(doc: PDFKit.PDFDocument): (text: string) => string {
  const { font } = (doc as unknown as FontInside)._font
  const known = new Map<string, boolean>()
  const has = (one: string): boolean => {
    const kept = known.get(one) ?? font.hasGlyphForCodePoint(one.codePointAt(0) ?? 0)
    known.set(one, kept)
    return kept
  }
  return (text) => {
    let shown = ''
    for (const one of text.replaceAll('\r\n', '\n').toWellFormed()) {
      if (one === '\n' || has(one)) shown += one
      else if (one === '\t') shown += ' '
      else shown += `〔U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}〕`
    }
    return shown
  }
}

/** Begins another page when so much does not fit on this. */
export function room({ doc }: Drawing, height: number): void {
  if (doc.y + height > PAGE.height - BOTTOM && doc.y > TOP) doc.addPage()
}

export type Written = {
  readonly size?: number
  readonly bold?: boolean
  readonly colour?: string
  readonly width?: number
  readonly align?: 'left' | 'right' | 'center'
  readonly lineGap?: number
}

/** Sets the type for text, and gives what pdfkit wants beside it. */
export function type({ doc }: Drawing, written: Written): PDFKit.Mixins.TextOptions {
  const { size = 9.5, bold = false, colour = INK.plain, width = WIDTH, align = 'left' } = written
  doc
    .font(bold ? 'bold' : 'regular')
    .fontSize(size)
    .fillColor(colour)
  return { width, align, lineGap: written.lineGap ?? 1 }
}
