import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { startServer, type Server } from '../server.ts'
import { launchBrowser } from './browser.ts'
import { buildPages, fits, reading, READERS } from './console-reader.ts'

let server: Server
let browser: Browser

before(async () => {
  buildPages()
  const started = await Promise.all([startServer({ demoTins: 1000 }), launchBrowser()])
  server = started[0]
  browser = started[1]
  const rules = new URL('../../docs/guides/mass-balance-rules.json', import.meta.url)
  const answer = await fetch(`${server.url}/admin/balance/rules`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: readFileSync(rules, 'utf8'),
  })
  assert.equal(answer.status, 201, await answer.text())
})

after(async () => {
  await browser.close()
  await server.stop()
})

const YEAR = { from: '2026-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z' }

for (const reader of READERS) {
  test(`${reader.locale}, ${reader.width}: what went in and out of each line is drawn to scale, as the server weighs it`, () =>
    reading(browser, reader, async (page) => {
      const query = new URLSearchParams({ by: 'line', perPage: '100', ...YEAR })
      const answer = await fetch(`${server.url}/balance?${query}`)
      const { rows } = (await answer.json()) as {
        readonly rows: readonly { readonly in: { readonly value: number } }[]
      }
      assert.ok(rows.length > 3)
      await page.goto(`${server.url}/console/?view=balance&${new URLSearchParams(YEAR)}`)
      await page.locator('.balances > li').first().waitFor()
      assert.equal(await page.locator('.balances > li').count(), rows.length)
      await fits(page)
      await page.locator('.by a').nth(2).click()
      await page.waitForURL(/by=supplier/)
      await page.locator('.balances > li').first().waitFor()
      await fits(page)
      await page.locator('.by a').nth(3).click()
      await page.locator('.balances > li, .blank').first().waitFor()
      await page.locator('.asked select').selectOption('balanced')
      await page.waitForURL(/verdict=balanced/)
      const first = page.locator('.balances > li').first()
      await first.locator('summary').click()
      await first.locator('details a').first().waitFor()
      const [goes, comes] = await Promise.all(
        ['.drawn p.in', '.drawn p.out'].map((side) =>
          first
            .locator(side)
            .evaluate((bar) => bar.lastElementChild!.getBoundingClientRect().right),
        ),
      )
      assert.ok(Math.abs(goes! - comes!) <= 3, `${goes} and ${comes}`)
      await fits(page)
    }))
}

test('a time in which nothing was made, and one that ends before it begins, are told as such', () =>
  reading(browser, READERS[2]!, async (page) => {
    const early = { from: '2001-01-01T00:00:00Z', to: '2001-02-01T00:00:00Z' }
    await page.goto(`${server.url}/console/?view=balance&${new URLSearchParams(early)}`)
    await page.locator('.blank h2').waitFor()
    const turned = { from: early.to, to: early.from }
    await page.goto(`${server.url}/console/?view=balance&${new URLSearchParams(turned)}`)
    await page.getByRole('alert').waitFor()
  }))
