import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { startServer, type Server } from '../server.ts'
import { launchBrowser } from './browser.ts'
import { buildPages, fits, reading, READERS } from './console-reader.ts'

let server: Server
let browser: Browser
let oil = ''
let tin = ''

type Product = {
  readonly stage?: string
  readonly samples: readonly string[]
  readonly lots: readonly { readonly id: string }[]
  readonly name?: { readonly en?: string }
}

before(async () => {
  buildPages()
  const started = await Promise.all([startServer({ demoTins: 1000 }), launchBrowser()])
  server = started[0]
  browser = started[1]
  const { products } = (await answered('/catalogue')) as { products: readonly Product[] }
  oil = products.find(({ name }) => name?.en?.startsWith('ARA crude') === true)!.lots[0]!.id
  tin = products.find(({ stage }) => stage === 'can')!.samples[0]!
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

async function open(page: Page, search: Readonly<Record<string, string>>): Promise<void> {
  await page.goto(`${server.url}/console/?${new URLSearchParams(search)}`)
}

const number = (text: string | null): number => Number((text ?? '').replaceAll(/\D/g, ''))

for (const reader of READERS) {
  describe(`${reader.locale} on ${reader.width} px`, () => {
    test('what is affected is counted by place before any of it is listed, as the server counts it', () =>
      reading(browser, reader, async (page) => {
        await open(page, { of: oil, direction: 'forward' })
        await page.locator('.places li').first().waitFor()
        const query = new URLSearchParams({ of: oil, direction: 'forward' })
        const told = (await answered(`/trace/counts?${query}`)) as {
          readonly where: readonly { readonly items: number }[]
        }
        const more = page.locator('.places .more')
        if ((await more.count()) > 0) await more.click()
        const bars = await page.locator('.places li b').allTextContents()
        assert.deepEqual(
          bars.map(number),
          told.where.map(({ items }) => items),
        )
        assert.ok(told.where.length > 3)
        await fits(page)
      }))

    test('a count opens the list of what it counts, and a code narrows it to one', () =>
      reading(browser, reader, async (page) => {
        await open(page, { of: oil, direction: 'forward' })
        const tins = page.locator('.counts li a').last()
        const count = number(await tins.locator('b').textContent())
        await tins.click()
        await page.locator('.list li').first().waitFor()
        await fits(page)
        assert.match(await page.locator('.list .count').innerText(), new RegExp(`^${count} `))
        assert.match(page.url(), /stage=can/)
        const code = (await page.locator('.list li code').nth(2).textContent()) ?? ''
        await page.locator('.list .filters input').first().fill(code)
        assert.deepEqual(await page.locator('.list li code').allTextContents(), [code])
        await page.locator('.list .filters input').first().fill('NO SUCH CODE')
        await page.locator('.list .none').waitFor()
        await page.locator('.list .none button').click()
        await page
          .locator('.list .count')
          .filter({ hasText: /^(\d+) .*\b\1$/ })
          .waitFor()
      }))

    test('a till asks of a tin, of a forged one and of what is no code', () =>
      reading(browser, reader, async (page) => {
        const { answer } = (await answered(`/sellable?of=${encodeURIComponent(tin)}`)) as {
          readonly answer: string
        }
        await open(page, {})
        await page.locator('.pages .sellable').click()
        const scan = page.locator('.scan input')
        await scan.fill(tin)
        await page.keyboard.press('Enter')
        await page.locator(`.verdict.${answer}`).waitFor()
        await fits(page)
        await scan.fill(tin.replace(/21\/.*/, '21/FORGED0001'))
        await page.keyboard.press('Enter')
        const said = reader.locale === 'zh-CN' ? /从未赋码/ : /never given/
        await page.locator('.verdict.no').filter({ hasText: said }).waitFor()
        assert.equal(await page.locator('.before li').count(), 1)
        await scan.fill('((((x')
        await page.keyboard.press('Enter')
        await page.locator('.verdict.unread').waitFor()
      }))
  })
}

const wide = READERS[0]!

test('an earlier clock is kept in the address, and shows what was so then: nothing made yet', () =>
  reading(browser, wide, async (page) => {
    await open(page, { of: oil, direction: 'forward' })
    const now = number(await page.locator('.counts p').textContent())
    await page.locator('.lens input[type=datetime-local]').nth(1).fill('2020-01-01T00:00')
    await page.waitForURL(/known=2020-01-01|known=2019-12-31/)
    await page.getByRole('alert').waitFor()
    await page.locator('.lens .controls > button').click()
    await page.locator('.counts p').waitFor()
    assert.equal(number(await page.locator('.counts p').textContent()), now)
    assert.doesNotMatch(page.url(), /known=/)
  }))

test('certain only, and no farther than one step, are asked of the server and come back from the address', () =>
  reading(browser, wide, async (page) => {
    await open(page, { of: tin, direction: 'backward', certain: 'only' })
    await page.locator('.box').first().waitFor()
    assert.equal(await page.locator('.box.possible').count(), 0)
    await page.locator('.lens .only').click()
    await page.locator('.box.possible').first().waitFor()
    await page.locator('.lens select').selectOption('1')
    await page.waitForURL(/depth=1/)
    await page.locator('.whole.not').waitFor()
    assert.ok((await page.locator('.box').count()) <= 4)
  }))
