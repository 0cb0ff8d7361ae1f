import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { startServer, type Server } from '../server.ts'
import { launchBrowser } from './browser.ts'
import { buildPages } from './console-reader.ts'

/** Who looks, and on what. */
const READERS = [
  { locale: 'zh-CN', width: 1440, height: 900, oil: /油/, recorded: '这个编码登记过生产' },
  {
    locale: 'en-US',
    width: 1440,
    height: 900,
    oil: /oil/i,
    recorded: 'This code was recorded when the product was made',
  },
  { locale: 'zh-CN', width: 390, height: 844, oil: /油/, recorded: '这个编码登记过生产' },
  {
    locale: 'en-US',
    width: 390,
    height: 844,
    oil: /oil/i,
    recorded: 'This code was recorded when the product was made',
  },
] as const

type Reader = Pick<(typeof READERS)[number], 'locale' | 'width' | 'height'>

let server: Server
let browser: Browser

before(async () => {
  buildPages()
  const started = await Promise.all([startServer({ demoTins: 1000 }), launchBrowser()])
  server = started[0]
  browser = started[1]
  await describePlant(server.url)
})

after(async () => {
  await browser.close()
  await server.stop()
})

/** A plant that was renamed, with a silo in it. */
const PLANT = 'https://id.gs1.org/414/9521321000015'
const MASTER = {
  'zh-CN': { name: /新乳厂/, said: /由 operator 提供/ },
  'en-US': { name: /New dairy/, said: /said by operator/ },
} as const

async function describePlant(url: string): Promise<void> {
  const type = 'urn:epcglobal:epcis:vtype:Location'
  const name = (attribute: unknown): object => ({ id: 'urn:epcglobal:cbv:mda:name', attribute })
  const both = [
    { '@value': '新乳厂', '@language': 'zh' },
    { '@value': 'New dairy', '@language': 'en' },
  ]
  for (const element of [
    { id: PLANT, attributes: [name('Old name')], children: ['urn:x:silo-7'] },
    { id: PLANT, attributes: [name(both)] },
    { id: 'urn:x:silo-7', attributes: [name('S 7')] },
  ]) {
    const answer = await fetch(`${url}/masterdata`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ vocabularyList: [{ type, vocabularyElementList: [element] }] }),
    })
    assert.equal(answer.status, 201, await answer.text())
  }
}

/** A page of a fresh reader; it fails the test where the page itself had a fault. */
async function read(reader: Reader, story: (page: Page) => Promise<void>): Promise<void> {
  const { locale, width, height } = reader
  const context = await browser.newContext({ locale, viewport: { width, height } })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  try {
    await story(page)
    assert.deepEqual(faults, [])
  } finally {
    await context.close()
  }
}

const wide = READERS[1]

async function openConsole(page: Page): Promise<void> {
  await page.goto(`${server.url}/console/`)
  await page.locator('.card .code').first().waitFor()
}

async function pickTin(page: Page): Promise<string> {
  const code = page.locator('.card .code').first()
  const serial = (await code.textContent()) ?? ''
  await code.click()
  await page.locator('.box').first().waitFor()
  return serial
}

/** Nothing is wider than the screen it is read on. */
async function fits(page: Page): Promise<void> {
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  assert.ok(beyond <= 0, `the page is ${beyond} px wider than the screen`)
}

for (const reader of READERS) {
  const { locale, width, oil, recorded } = reader
  describe(`in ${locale} on ${width} px`, () => {
    test('a tin is picked, and its seed, milk, oil and water are seen', () =>
      read(reader, async (page) => {
        await openConsole(page)
        await fits(page)
        const serial = await pickTin(page)
        for (const stage of ['seed', 'field', 'forage', 'milk', 'powder', 'water', 'can']) {
          assert.ok((await page.locator(`.box[data-stage=${stage}]`).count()) > 0, stage)
        }
        const ingredients = await page.locator('.box[data-stage=ingredient]').allTextContents()
        assert.ok(
          ingredients.some((text) => oil.test(text)),
          ingredients.join(' | '),
        )
        assert.match((await page.locator('.box.begins').textContent()) ?? '', new RegExp(serial))
        const tops = await page.evaluate(() =>
          ['seed', 'milk', 'can'].map(
            (stage) =>
              document.querySelector(`.box[data-stage=${stage}]`)?.getBoundingClientRect().top ?? 0,
          ),
        )
        assert.deepEqual(
          tops,
          [...tops].sort((a, b) => a - b),
          'seed above milk above tins',
        )
        await fits(page)
      }))

    test('a box opens with its events, in the zone they happened in', () =>
      read(reader, async (page) => {
        await openConsole(page)
        await pickTin(page)
        await page.locator('.box.begins').click()
        const events = page.locator('.events ol > li')
        await events.first().waitFor()
        assert.ok((await events.count()) >= 3)
        assert.match(
          (await events.first().locator('time').textContent()) ?? '',
          /^2026-\d\d-\d\d \d\d:\d\d \+08:00$/,
        )
        await fits(page)
      }))

    test('what is described is listed by vocabulary, and one place shows its attributes, what is around it and who said so', () =>
      read(reader, async (page) => {
        await openConsole(page)
        await page.locator('.head .master').click()
        await page.locator('.elements li').first().waitFor()
        await fits(page)
        await page.locator('.vocabularies a[title$=Location]').first().click()
        await page.waitForURL(/vocabulary=/)
        await page.goto(`${server.url}/console/?view=master&id=${encodeURIComponent(PLANT)}`)
        await page.locator('.described dl > div').first().waitFor()
        const { name, said } = MASTER[locale]
        await page.locator('.entry h1', { hasText: name }).waitFor()
        await page.locator('.described', { hasText: said }).first().waitFor()
        // Names are asked for after what they name is shown.
        await page.locator('.hierarchy', { hasText: 'S 7' }).waitFor()
        await page.locator('.stated', { hasText: 'Old name' }).waitFor()
        await fits(page)
        await page.locator('.hierarchy .direct a').first().click()
        await page.waitForURL(/silo-7/)
        await page.locator('.hierarchy a').first().waitFor()
        await fits(page)
      }))

    test('the passport of the tin says that it was recorded when it was made', () =>
      read(reader, async (page) => {
        await openConsole(page)
        const serial = await pickTin(page)
        const opened = page.context().waitForEvent('page')
        await page.locator(`.acts a.passport[href*="${serial}"]`).click()
        const passport = await opened
        await passport.waitForLoadState()
        assert.match((await passport.locator('body').textContent()) ?? '', new RegExp(recorded))
      }))
  })
}

test('a code in brackets, as it is printed on a tin, leads straight to its trace', () =>
  read(wide, async (page) => {
    await openConsole(page)
    const link = (await page.locator('.card .code').first().getAttribute('title')) ?? ''
    const [, gtin = '', serial = ''] = /01\/(\d{14})\/21\/(.+)$/.exec(link) ?? []
    await page
      .getByRole('searchbox')
      .or(page.locator('.hero input'))
      .first()
      .fill(`(01)${gtin}(21)${serial}`)
    await page.keyboard.press('Enter')
    await page.locator('.box.begins').waitFor()
    assert.equal(new URL(page.url()).searchParams.get('of'), link)
  }))

test('a forged code is said never to have been seen', () =>
  read(wide, async (page) => {
    await openConsole(page)
    const link = (await page.locator('.card .code').first().getAttribute('title')) ?? ''
    await page.locator('.hero input').fill(link.replace(/21\/.*/, '21/FORGED0001'))
    await page.keyboard.press('Enter')
    const said = page.getByRole('alert')
    await said.waitFor()
    assert.match((await said.textContent()) ?? '', /never seen/)
  }))

test('a seed lot’s thousand tins are a few boxes, and open as a list of which only what is in sight is drawn', () =>
  read(wide, async (page) => {
    await openConsole(page)
    await page.locator('.origins .code').first().click()
    const tins = page.locator('.box.many[data-stage=can]').first()
    await tins.waitFor()
    assert.ok((await page.locator('.box').count()) <= 60)
    await tins.click()
    await page.locator('.members li').first().waitFor()
    assert.ok((await page.locator('.members li').count()) < 40)
    const code = (await page.locator('.members li code').nth(3).textContent()) ?? ''
    await page.locator('.members input').fill(code)
    assert.deepEqual(await page.locator('.members li code').allTextContents(), [code])
    await page.locator('.members li a').click()
    await page.locator('.events ol > li').first().waitFor()
  }))

test('boxes are reached and opened by keyboard, and the back button closes them', () =>
  read(wide, async (page) => {
    await openConsole(page)
    await pickTin(page)
    const box = page.locator('.box[data-stage=powder]').first()
    await box.focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(/node=/)
    assert.equal(await box.getAttribute('aria-pressed'), 'true')
    await page.goBack()
    await page.waitForURL((url) => !url.searchParams.has('node'))
  }))

test('the language that was chosen is kept for the next visit', () =>
  read(wide, async (page) => {
    await openConsole(page)
    await page.locator('.turn').click()
    await page.reload()
    await page.locator('.card .code').first().waitFor()
    assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN')
  }))

test('a link sent to another shows the same trace, the same way round', () =>
  read(wide, async (page) => {
    await openConsole(page)
    await page.locator('.origins .code').first().click()
    await page.locator('.box').first().waitFor()
    const boxes = await page.locator('.box').count()
    const link = page.url()
    assert.match(link, /direction=forward/)
    await page.goto('about:blank')
    await page.goto(link)
    await page.locator('.box').first().waitFor()
    assert.equal(await page.locator('.box').count(), boxes)
  }))
