import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCanvas } from '@napi-rs/canvas'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { Block, Paper } from '../../packages/server/src/papers/paper.ts'
import { pdfOf } from '../../packages/server/src/papers/pdf.ts'

const paper = (...blocks: readonly Block[]): Paper => ({
  language: 'zh',
  title: '召回通知书',
  mark: 'R-2026-0007',
  foot: '溯源 Suyuan',
  madeAt: Date.UTC(2026, 10, 24) * 1000,
  blocks,
})

/** Another program's reading of a PDF. */
const read = (pdf: Uint8Array): ReturnType<typeof getDocument>['promise'] =>
  getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise

async function texts(pdf: Uint8Array): Promise<readonly string[]> {
  const document = await read(pdf)
  const pages: string[] = []
  for (let number = 1; number <= document.numPages; number++) {
    const { items } = await (await document.getPage(number)).getTextContent()
    pages.push(items.map((item) => ('str' in item ? item.str : '')).join(''))
  }
  return pages
}

/** How much of each character's place is not white, with the character. */
async function inks(pdf: Uint8Array): Promise<readonly (readonly [string, number])[]> {
  const page = await (await read(pdf)).getPage(1)
  const scale = 2
  const viewport = page.getViewport({ scale })
  const canvas = createCanvas(viewport.width, viewport.height)
  const context = canvas.getContext('2d')
  await page.render({
    canvas: canvas as unknown as HTMLCanvasElement,
    canvasContext: context as unknown as CanvasRenderingContext2D,
    viewport,
  }).promise
  const { items } = await page.getTextContent()
  return items.flatMap((item) => {
    if (!('str' in item) || item.str.trim().length !== 1) return []
    const [x, y] = [item.transform[4] as number, item.transform[5] as number]
    const size = Math.ceil(item.height * scale)
    const left = Math.round(x * scale)
    const top = Math.round(viewport.height - y * scale - size)
    const { data } = context.getImageData(left, top, size, size)
    let dark = 0
    for (let at = 0; at < data.length; at += 4) if (data[at]! < 160) dark++
    return [[item.str, dark / (data.length / 4)] as const]
  })
}

test('Chinese is drawn: every character leaves ink, a full one more than a thin one', async () => {
  const characters = ['一', '溯', '源', '奶', '粉', '婴', '幼', '儿', '召', '回', '镕', '喆', '囊']
  const rows = characters.map((one) => [one])
  const pdf = await pdfOf(paper({ block: 'table', columns: [{ title: '字' }], rows }))
  const drawn = (await inks(pdf)).filter(([one]) => characters.includes(one))
  assert.deepEqual(
    drawn.map(([one]) => one),
    characters,
  )
  const ink = new Map(drawn)
  for (const [one, share] of drawn) assert.ok(share > 0.02, `${one} has ${share} ink`)
  // An empty box for each would be the same ink for all.
  assert.ok(ink.get('囊')! > 2 * ink.get('一')!, 'the two characters look alike')
})

/** Without spaces, which readers place as they like; micro sign and mu share a glyph. */
const plain = (text: string): string => text.replaceAll(' ', '').normalize('NFKC')

test('what is written is found again as text, in Chinese and English, with numbers and signs', async () => {
  const said = [
    '婴幼儿配方乳粉（0–6 月龄）',
    'Stop sale at once: ≤10 ℃, ±5 %, é ñ ü',
    'µg/kg — “引号”',
  ]
  const [page] = await texts(
    await pdfOf(
      paper(
        { block: 'heading', text: said[0]! },
        { block: 'paragraph', text: said[1]! },
        { block: 'list', items: [said[2]!] },
        { block: 'facts', facts: [['批号', 'LOT-7']] },
        { block: 'figures', figures: [{ name: '罐', value: '1,000' }] },
        { block: 'callout', title: '请停止销售', text: '立即', tone: 'alarm' },
        { block: 'signatures', roles: ['质量负责人'] },
      ),
    ),
  )
  for (const one of [...said, '批号', 'LOT-7', '1,000', '请停止销售', '质量负责人', '签字']) {
    assert.ok(plain(page!).includes(plain(one)), `${one} in ${page}`)
  }
  assert.match(page!, /R-2026-0007.*第 1 页，共 1 页/s)
})

test('a character that the font has not is told by its number, not by an empty box', async () => {
  const [page] = await texts(await pdfOf(paper({ block: 'paragraph', text: '姓𠮷 😀' })))
  assert.match(page!.replaceAll(' ', ''), /姓〔U\+20BB7〕〔U\+1F600〕/)
})

test('a long table goes on over pages, its header on each, and no row is lost', async () => {
  const rows = Array.from({ length: 120 }, (_, n) => [
    `批次 #${n}#`,
    { text: '未知', tone: 'quiet' } as const,
  ])
  const table: Block = { block: 'table', columns: [{ title: '批号列' }, { title: '数量' }], rows }
  const pages = await texts(await pdfOf(paper(table)))
  assert.ok(pages.length > 2)
  for (const page of pages) assert.match(page, /批号列/)
  const found = pages.flatMap((page) => [...page.matchAll(/#(\d+)#/g)].map(([, n]) => Number(n)))
  assert.deepEqual(
    found,
    rows.map((_, n) => n),
  )
})

test('a text longer than a page goes on over pages, in whatever block', async () => {
  const long = '从一棵草到一杯奶，'.repeat(900)
  const pages = await texts(
    await pdfOf(
      paper(
        { block: 'paragraph', text: long },
        { block: 'facts', facts: [['名', long]] },
        { block: 'paragraph', text: '完' },
      ),
    ),
  )
  assert.equal(pages.join('').match(/棵/g)?.length, 1_800)
  assert.match(pages.at(-1)!, /完/)
})

test('the same paper is the same bytes, and only the glyphs that it uses are in it', async () => {
  const once = await pdfOf(paper({ block: 'paragraph', text: '奶粉' }))
  assert.deepEqual(await pdfOf(paper({ block: 'paragraph', text: '奶粉' })), once)
  // The two fonts have 17 MB.
  assert.ok(once.length < 100_000, `${once.length} bytes`)
})

test('papers that are asked for at once are each their own', async () => {
  const asked = ['甲', '乙', '丙'].map((text) => pdfOf(paper({ block: 'paragraph', text })))
  const pages = await Promise.all((await Promise.all(asked)).map(texts))
  for (const [at, one] of ['甲', '乙', '丙'].entries()) assert.ok(pages[at]!.join('').includes(one))
})

test('a picture is drawn, and one that is none is a fault of this paper alone', async () => {
  const picture = (bytes: Uint8Array): Paper => paper({ block: 'picture', bytes, caption: '图一' })
  assert.match((await texts(await pdfOf(picture(redSquare()))))[0]!, /图一/)
  await assert.rejects(pdfOf(picture(new Uint8Array([1, 2, 3]))), /image/i)
  assert.equal((await texts(await pdfOf(paper()))).length, 1)
})

/** A PNG of 2 × 2 red pixels. */
function redSquare(): Uint8Array {
  const canvas = createCanvas(2, 2)
  const context = canvas.getContext('2d')
  context.fillStyle = '#f00'
  context.fillRect(0, 0, 2, 2)
  return new Uint8Array(canvas.toBuffer('image/png'))
}
