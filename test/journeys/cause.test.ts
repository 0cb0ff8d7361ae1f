import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { startServer, type Server } from '../server.ts'
import { launchBrowser } from './browser.ts'
import { buildPages, fits, reading, READERS } from './console-reader.ts'

let server: Server
let browser: Browser
let bad: readonly string[] = []
let good: readonly string[] = []

type Product = {
  readonly stage?: string
  readonly samples: readonly string[]
  readonly lots: readonly { readonly id: string }[]
  readonly name?: { readonly en?: string }
}

type Ranking = {
  readonly causes: readonly {
    readonly factor: { readonly id: string }
    readonly bad: { readonly count: number; readonly of: number }
  }[]
}

before(async () => {
  buildPages()
  const started = await Promise.all([startServer({ demoTins: 1000 }), launchBrowser()])
  server = started[0]
  browser = started[1]
  const { products } = (await (await fetch(`${server.url}/catalogue`)).json()) as {
    products: readonly Product[]
  }
  const oil = products.find(({ name }) => name?.en?.startsWith('ARA crude') === true)!.lots[0]!.id
  const query = new URLSearchParams({ of: oil, direction: 'forward', links: 'none' })
  const { things } = (await (await fetch(`${server.url}/trace?${query}`)).json()) as {
    readonly things: readonly { readonly id: string; readonly kind: string }[]
  }
  const affected = things.filter(({ kind }) => kind === 'item').map(({ id }) => id)
  const tins = products.filter(({ stage }) => stage === 'can').flatMap(({ samples }) => samples)
  bad = affected.slice(0, 8)
  good = tins.filter((id) => !affected.includes(id)).slice(0, 20)
  assert.ok(bad.length === 8 && good.length >= 10)
})

after(async () => {
  await browser.close()
  await server.stop()
})

for (const reader of READERS) {
  test(`${reader.locale}, ${reader.width}: what eight bad tins share comes first, and becomes a recall`, () =>
    reading(browser, reader, async (page) => {
      const answer = await fetch(`${server.url}/common-cause`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ bad, good }),
      })
      const { causes } = (await answer.json()) as Ranking
      await page.goto(`${server.url}/console/`)
      await page.locator('.pages .cause').click()
      await page.locator('.causes form button').click()
      await page.locator('.faults').waitFor()
      await page.locator('textarea[name=bad]').first().fill(bad.join('\n'))
      await page.locator('textarea[name=good]').first().fill(good.join('\n'))
      await page.locator('.causes form button').click()
      const first = page.locator('.ranked li.first')
      await first.waitFor()
      await fits(page)
      assert.equal(await page.locator('.ranked ol > li').count(), causes.length)
      const said = await first.locator('.explains.bad').textContent()
      const { count, of } = causes[0]!.bad
      assert.match(said ?? '', new RegExp(`\\b${count} \\D+ ?${of}\\b|${count} / ${of}`))
      assert.equal(count, 8)
    }))
}

test('bad ones that nothing on record names are told as such', () =>
  reading(browser, READERS[2]!, async (page) => {
    const never = 'https://id.gs1.org/01/09521001008013/21/FORGED0001'
    const query = new URLSearchParams({ view: 'cause', bad: never })
    await page.goto(`${server.url}/console/?${query}`)
    await page.locator('.faults').filter({ hasText: 'FORGED0001' }).waitFor()
  }))
