import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { startServer, type Server } from '../server.ts'
import { launchBrowser } from './browser.ts'
import { buildPages, fits, reading, READERS } from './console-reader.ts'

let server: Server
let browser: Browser
let oil = ''

type Product = {
  readonly lots: readonly { readonly id: string }[]
  readonly name?: { readonly en?: string }
}

type Case = {
  readonly id: string
  readonly state: string
  readonly drill: boolean
  readonly affected: { readonly items: number }
  readonly holders: readonly { readonly holder: string; readonly items: number }[]
  readonly effectiveness: { readonly blocked: number }
}

before(async () => {
  buildPages()
  const started = await Promise.all([startServer({ demoTins: 1000 }), launchBrowser()])
  server = started[0]
  browser = started[1]
  const { products } = (await answered('/catalogue')) as { products: readonly Product[] }
  oil = products.find(({ name }) => name?.en?.startsWith('ARA crude') === true)!.lots[0]!.id
})

after(async () => {
  await browser.close()
  await server.stop()
})

async function answered(path: string): Promise<unknown> {
  const answer = await fetch(`${server.url}${path}`)
  assert.equal(answer.status, 200, path)
  return answer.json()
}

const caseOf = async (url: string): Promise<Case> =>
  (await answered(`/recalls/${new URL(url).searchParams.get('id')}`)) as Case

const number = (text: string | null): number => Number((text ?? '').replaceAll(/\D/g, ''))

for (const reader of READERS) {
  test(`${reader.locale}, ${reader.width}: a suspect becomes a case, its holders are told, goods are counted, and it is closed`, () =>
    reading(browser, reader, async (page) => {
      await page.goto(`${server.url}/console/?view=recalls`)
      await page.locator('main button').first().click()
      await page.locator('.opening button[type=submit]').click()
      await page.locator('.faults').waitFor()
      await fits(page)
      await page.locator('textarea[name=suspects]').first().fill(oil)
      await page.locator('input[name=reason]').fill(`cereulide ${reader.locale} ${reader.width}`)
      await page.locator('.opening .ant-switch').click()
      await page.locator('.opening button[type=submit]').click()
      await page.locator('.case.drill h1').waitFor()
      await fits(page)
      const opened = await caseOf(page.url())
      assert.equal(opened.drill, true)
      const shown = await page.locator('.figures dd').first().textContent()
      assert.equal(number(shown), opened.affected.items)
      assert.deepEqual(
        (await page.locator('.holders summary b').allTextContents()).map(number),
        opened.holders.map(({ items }) => items),
      )
      assert.equal(await page.locator('.clocks li').count(), 2)
      await page.locator('.doing .notify').click()
      await page.locator('.ant-popconfirm-buttons .ant-btn-primary').click()
      await page.locator('.notices li').first().waitFor()
      assert.equal(await page.locator('.notices li').count(), opened.holders.length)
      await page.locator('.counting select[name=kind]').selectOption('blocked')
      await page.locator('.counting input[name=items]').fill('2')
      await page.locator('.counting button').click()
      await page.locator('.progress b').first().filter({ hasNotText: /^0 %/ }).waitFor()
      assert.equal((await caseOf(page.url())).effectiveness.blocked, 2)
      await fits(page)
      const papers = await page
        .locator('.documents a')
        .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
      for (const paper of papers) {
        const answer = await fetch(`${server.url}${paper}`)
        assert.ok(answer.ok && (await answer.arrayBuffer()).byteLength > 100, paper)
      }
      await page.locator('.reasoned input').fill('all of it is back')
      await page.locator('.reasoned button').click()
      await page.locator('.marks .tag.good').waitFor()
      assert.equal((await caseOf(page.url())).state, 'closed')
      await page.locator('.pages .recalls').click()
      await page.locator('.cases li.closed').first().waitFor()
    }))
}

const wide = READERS[2]!

test('what an affected tin meets while its case is open rings on the page, until someone saw to it', () =>
  reading(browser, wide, async (page) => {
    const opening = {
      suspects: [oil],
      reason: 'alarms',
      level: 2,
      knownAt: new Date(Date.now() - 60_000).toISOString(),
    }
    const headers = { 'content-type': 'application/json' }
    const opened = await fetch(`${server.url}/recalls`, {
      method: 'POST',
      headers,
      body: JSON.stringify(opening),
    })
    assert.equal(opened.status, 201)
    const { id } = (await opened.json()) as Case
    const lines = await (await fetch(`${server.url}/recalls/${id}/items`)).text()
    const { id: tin } = JSON.parse(lines.split('\n')[0]!) as { readonly id: string }
    await page.goto(`${server.url}/console/?view=recalls&id=${id}`)
    await page.locator('.quiet').waitFor()
    const seen = await fetch(`${server.url}/events`, {
      method: 'POST',
      headers,
      body: JSON.stringify({
        '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
        type: 'ObjectEvent',
        action: 'OBSERVE',
        bizStep: 'retail_selling',
        epcList: [tin],
        eventTime: new Date().toISOString(),
        eventTimeZoneOffset: '+08:00',
      }),
    })
    assert.equal(seen.status, 201, await seen.text())
    await page.locator('.alarms.ringing li').waitFor()
    assert.match((await page.locator('.alarms li').textContent()) ?? '', /sold/)
    await page.locator('.alarms li button').click()
    await page.locator('.alarms:not(.ringing)').waitFor()
  }))

test('a suspect that is no one thing is named, and a case that there is not is said not to be', () =>
  reading(browser, wide, async (page) => {
    await page.goto(`${server.url}/console/?view=recalls&open=new&suspects=no%20such%20lot`)
    await page.locator('input[name=reason]').fill('x')
    await page.locator('.opening button[type=submit]').click()
    await page.locator('.faults').filter({ hasText: 'no such lot' }).waitFor()
    await page.goto(`${server.url}/console/?view=recalls&id=999`)
    await page.getByRole('alert').waitFor()
  }))
