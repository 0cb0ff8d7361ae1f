import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { startServer, type Server } from '../server.ts'
import { startReceiver } from '../subscribe/receiver.ts'
import { ask, captureSeen, keepQuery, subscribe } from '../subscribe/serving.ts'
import { launchBrowser } from './browser.ts'
import { buildPages } from './console-reader.ts'

const READERS = [
  { locale: 'zh-CN', width: 1440, title: '订阅', taken: /上次收妥/, still: /仍未收下：/ },
  { locale: 'en-US', width: 1440, title: 'Subscriptions', taken: /last taken/, still: /Still not/ },
  { locale: 'zh-CN', width: 390, title: '订阅', taken: /上次收妥/, still: /仍未收下：/ },
  { locale: 'en-US', width: 390, title: 'Subscriptions', taken: /last taken/, still: /Still not/ },
] as const

let server: Server
let browser: Browser

before(async () => {
  buildPages()
  const args = ['--callback-allow', '127.0.0.1', '--delivery-attempts', '1']
  server = await startServer({ args })
  browser = await launchBrowser()
  await keepQuery(server.url, 'shipped')
})

after(async () => {
  await browser.close()
  await server.stop()
})

for (const [i, { locale, width, title, taken, still }] of READERS.entries()) {
  test(`${locale}, ${width}: an operator sees what no receiver took, and sends it again`, async () => {
    await using receiver = await startReceiver()
    receiver.answer = () => 503
    const dest = `${receiver.url}/${'a-long-path/'.repeat(6)}`
    const at = await subscribe(server.url, 'shipped', { dest, stream: true })
    const ids = await captureSeen(server.url, [`${i}`])
    await receiver.until('it is sent', () => receiver.got.length === 1)
    const context = await browser.newContext({ locale, viewport: { width, height: 844 } })
    const page = await context.newPage()
    const faults: string[] = []
    page.on('pageerror', (fault) => faults.push(String(fault)))
    await page.goto(`${server.url}/console/`)
    await page.locator('.head .subscriptions').click()
    const letter = page.locator('.letters li').filter({ hasText: dest })
    await letter.waitFor()
    assert.equal(await page.locator('.subscribed h1').textContent(), title)
    const fits = await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')
    assert.ok(fits, 'nothing reaches over the edge')
    await letter.locator('button').first().click()
    await letter.locator('[role=alert]').waitFor()
    assert.match((await letter.textContent()) ?? '', still)
    receiver.answer = () => 200
    await letter.locator('button').first().click()
    await letter.waitFor({ state: 'detached' })
    assert.deepEqual(receiver.taken(), ids)
    receiver.answer = () => 200
    await captureSeen(server.url, [`${i}b`])
    const row = page.locator('.rows li').filter({ hasText: dest }).filter({ hasText: taken })
    await row.waitFor()
    assert.deepEqual(faults, [])
    await context.close()
    await ask(at, { method: 'DELETE', status: 204 })
  })
}
